import { describe, expect, it } from 'vitest';
import { describeRule, describeRules } from './describe-rules.ts';
import { describeOptions, loadText, rule } from './testing/load-text.ts';

const text = `- required_engine_version: 31
- required_plugin_versions: [{name: k8saudit, version: 0.7.0, alternatives: [{name: k8saudit-eks, version: 0.4.0}]}]
- list: base
  items: [a, b]
- list: verbs
  items: [base, c]
- macro: made
  condition: ka.verb in (verbs)
- macro: unused
  condition: not made
${rule('r', 'made and ka.target.name startswith oneof (x, y)', 'tags: [k8s]\nexceptions:\n  - {name: e, fields: [ka.user.name], values: [[u]]}')}`;

describe('describeRules', () => {
  const described = describeRules(loadText(text), describeOptions);

  it('has what the files require', () => {
    expect(described).toMatchObject({
      required_engine_version: '0.31.0',
      required_plugin_versions: [
        { alternatives: [{ name: 'k8saudit-eks', version: '0.4.0' }], name: 'k8saudit', version: '0.7.0' },
      ],
    });
  });

  it('has rules as they are written and as they are understood', () => {
    expect(described['rules']).toEqual([
      {
        details: {
          condition_compiled:
            '((ka.verb in (a, b, c) and ka.target.name startswith oneof (x, y)) and not ka.user.name = u)',
          condition_fields: ['ka.target.name', 'ka.user.name', 'ka.verb'],
          condition_operators: ['=', 'in', 'startswith oneof'],
          events: ['asyncevent', 'pluginevent'],
          exception_fields: ['ka.user.name'],
          exception_names: ['e'],
          exception_operators: ['='],
          lists: [],
          macros: ['made'],
          output_compiled: 'out %ka.verb',
          output_fields: ['ka.verb'],
          plugins: [],
        },
        info: {
          capture: false,
          capture_duration: 0,
          condition: 'made and ka.target.name startswith oneof (x, y)',
          description: 'some',
          enabled: true,
          name: 'r',
          output: 'out %ka.verb',
          priority: 'Informational',
          source: 'k8s_audit',
          tags: ['k8s'],
        },
      },
    ]);
  });

  it('has macros and lists', () => {
    expect(described).toMatchObject({
      macros: [
        {
          details: { lists: ['verbs'], macros: [], used: true, condition_compiled: 'ka.verb in (a, b, c)' },
          info: { name: 'made' },
        },
        {
          details: { macros: ['made'], used: false, condition_compiled: 'not ka.verb in (a, b, c)' },
          info: { name: 'unused' },
        },
      ],
      lists: [
        { details: { used: true, items_compiled: ['a', 'b'] }, info: { name: 'base', items: ['a', 'b'] } },
        {
          details: { lists: ['base'], used: true, items_compiled: ['a', 'b', 'c'] },
          info: { name: 'verbs', items: ['c'] },
        },
      ],
    });
  });

  it('has its keys in the order of the alphabet', () => {
    const keys = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
    expect(keys(described)).toEqual(Object.keys(described).toSorted());
    for (const kind of ['rules', 'macros', 'lists']) {
      const items = described[kind];
      for (const item of Array.isArray(items) ? items : []) expect(keys(item)).toEqual(['details', 'info']);
    }
  });
});

describe('describeRule', () => {
  it('has one rule, if there is one', () => {
    const loaded = loadText(text);
    expect(describeRule(loaded, 'r', describeOptions)).toMatchObject({ rules: [{ info: { name: 'r' } }] });
    expect(describeRule(loaded, 's', describeOptions)).toBeUndefined();
  });

  it('asks which plugins take part', () => {
    const pluginsOf = (source: string, fields: readonly string[]) => [`${source} ${fields.join(' ')}`];
    const one = loadText(rule('r', 'ka.uri.param[x] = a'));
    expect(describeRule(one, 'r', { ...describeOptions, pluginsOf })).toMatchObject({
      rules: [{ details: { plugins: ['k8s_audit ka.uri.param ka.verb'] } }],
    });
  });

  it('knows the events of system calls', () => {
    const syscall = rule('r', 'evt.type in (open, openat)').replace('k8s_audit', 'syscall').replace('%ka.verb', '');
    expect(describeRule(loadText(syscall), 'r', describeOptions)).toMatchObject({
      rules: [{ details: { events: ['asyncevent', 'open', 'openat'] } }],
    });
  });
});
