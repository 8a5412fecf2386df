import { describe, expect, it } from 'vitest';
import type { RuleSelector } from './loaded-rule.ts';
import { syscallCatalog } from '../fields/syscall-catalog.ts';
import { matchesWildcard } from './select-rules.ts';
import { findingsOf, loadText, rule } from './testing/load-text.ts';

describe('matchesWildcard', () => {
  it.each([
    ['a b', 'a b', true],
    ['a', 'a b', false],
    ['', '', true],
    ['*', '', true],
    ['**', 'anything', true],
    ['a*', 'a b', true],
    ['*b', 'a b', true],
    ['a*c*e', 'abcde', true],
    ['a*c*e', 'abde', false],
    ['*b*', 'abc', true],
    ['a?', 'ab', false],
    ['A*', 'ab', false],
    ['*a', 'aba', false],
  ])('%j on %j: %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });
});

describe('selection', () => {
  const text = [
    rule('pod made', 'ka.verb = a', 'tags: [pod]'),
    rule('pod gone', 'ka.verb = b', 'tags: [pod, gone]\nenabled: false'),
    rule('node gone', 'ka.verb = c', 'tags: [gone]').replace('INFO', 'WARNING'),
  ].join('');
  const enabled = (select: readonly RuleSelector[], minimumPriority?: 'Warning') => {
    const { rules } = loadText(text, { select, ...(minimumPriority === undefined ? {} : { minimumPriority }) });
    return rules.filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
  };

  it.each<[string, readonly RuleSelector[], readonly string[]]>([
    ['none', [], ['pod made', 'node gone']],
    ['by name', [{ action: 'disable', rule: 'pod made' }], ['node gone']],
    ['by wildcard', [{ action: 'enable', rule: 'pod *' }], ['pod made', 'pod gone', 'node gone']],
    ['by tag', [{ action: 'disable', tag: 'gone' }], ['pod made']],
    [
      'in order',
      [
        { action: 'disable', rule: '*' },
        { action: 'enable', tag: 'gone' },
      ],
      ['pod gone', 'node gone'],
    ],
  ])('%s', (_, select, expected) => {
    expect(enabled(select)).toEqual(expected);
  });

  it('does not revive what is not urgent enough', () => {
    expect(enabled([{ action: 'enable', rule: '*' }], 'Warning')).toEqual(['node gone']);
  });
});

describe('appended output', () => {
  const text = rule('one', 'ka.verb = a', 'tags: [x, y]') + rule('two', 'ka.verb = b');
  const extraFields = [
    { name: 'where', format: '%ka.uri in %ka.target.namespace', isRaw: false },
    { name: 'ka.verb', format: '%ka.verb', isRaw: true },
  ];

  it('goes to the rules that are meant', () => {
    const loaded = loadText(text, {
      appendOutput: [
        { match: {}, extraOutput: 'for all', extraFields: [] },
        { match: { tags: ['x', 'y'], source: 'k8s_audit' }, extraOutput: 'uri=%ka.uri', extraFields },
        { match: { rule: 'three' }, extraOutput: 'none', extraFields: [] },
        { match: { tags: ['x', 'z'] }, extraOutput: 'none', extraFields: [] },
        { match: { source: 'syscall' }, extraOutput: 'none', extraFields: [] },
      ],
    });
    expect(loaded.rules.map(({ output }) => output)).toEqual([
      'out %ka.verb for all uri=%ka.uri',
      'out %ka.verb for all',
    ]);
    expect(loaded.rules[0]?.extraFields.map(({ name }) => name)).toEqual(['ka.verb', 'where']);
  });

  it('has the fields that a plugin suggests', () => {
    const container = new Map([['syscall', syscallCatalog({ hasContainerPlugin: true })]]);
    const shell = '- rule: s\n  desc: d\n  condition: evt.type = execve\n  output: o\n  priority: INFO\n';
    const appendOutput = [{ match: {}, extraOutput: 'end', suggestsFields: true, extraFields: [] }];
    const loaded = loadText(shell, { catalogs: container, appendOutput });
    expect(loaded.rules[0]?.output).toBe(
      'o end container_id=%container.id container_name=%container.name ' +
        'container_image_repository=%container.image.repository container_image_tag=%container.image.tag ' +
        'k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name',
    );
  });

  it('is checked like any other', () => {
    const [field] = [{ name: 'x', format: '%ka.nothing', isRaw: false }];
    const [finding] = findingsOf(loadText(text, { appendOutput: [{ match: {}, extraFields: field ? [field] : [] }] }));
    expect(finding).toMatch(/^LOAD_ERR_COMPILE_OUTPUT: /);
  });
});
