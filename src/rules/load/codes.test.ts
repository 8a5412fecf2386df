import { describe, expect, it } from 'vitest';
import { errorTexts, warningTexts } from './load-codes.ts';
import { unreadableFile } from './file-result.ts';
import { conditionOf, findingsOf, loadText, rule } from './testing/load-text.ts';

const syscallRule = (condition: string, more = '', output = 'out') =>
  rule('r', condition, more).replace('k8s_audit', 'syscall').replace('out %ka.verb', output);
const tooMany = 'LOAD_NO_EVTTYPE: Rule matches too many evt.type values. This has a significant performance penalty.';

/** One example of each code that rules can bring about, the whole of what is said. */
const examples: readonly (readonly [code: string, text: string, findings: readonly string[]])[] = [
  [
    'LOAD_ERR_YAML_PARSE',
    '- [',
    ['LOAD_ERR_YAML_PARSE: yaml-cpp: error at line 1, column 4: end of sequence flow not found'],
  ],
  ['LOAD_ERR_YAML_VALIDATE', '- list: l', ["LOAD_ERR_YAML_VALIDATE: Item has no mapping for key 'items'"]],
  [
    'LOAD_ERR_COMPILE_CONDITION',
    rule('r', 'ka.verb ='),
    [
      "LOAD_ERR_COMPILE_CONDITION: expected a string value or a field with a valid transformer: 'val', 'tolower', 'toupper', 'b64', 'basename', 'len', 'join', 'concat', 'getopt'",
    ],
  ],
  [
    'LOAD_ERR_COMPILE_CONDITION',
    rule('r', 'ka.nothing = a'),
    ['LOAD_ERR_COMPILE_CONDITION: filter_check called with nonexistent field ka.nothing'],
  ],
  ['LOAD_ERR_VALIDATE', rule('r', 'm'), ["LOAD_ERR_VALIDATE: Undefined macro 'm' used in filter."]],
  [
    'LOAD_UNKNOWN_SOURCE',
    rule('r', 'x').replace('k8s_audit', 'x'),
    ['LOAD_UNKNOWN_SOURCE: Unknown source x, skipping'],
  ],
  ['LOAD_UNSAFE_NA_CHECK', rule('r', 'ka.verb != <NA>'), ['LOAD_UNSAFE_NA_CHECK']],
  ['LOAD_NO_EVTTYPE', syscallRule('proc.name = a'), [tooMany]],
  [
    'LOAD_UNKNOWN_FILTER',
    rule('r', 'ka.nothing = a', 'skip-if-unknown-filter: true'),
    ['LOAD_UNKNOWN_FILTER: filter_check called with nonexistent field ka.nothing'],
  ],
  [
    'LOAD_UNUSED_MACRO',
    '- macro: m\n  condition: ka.verb = a',
    ['LOAD_UNUSED_MACRO: Macro not referred to by any other rule/macro'],
  ],
  ['LOAD_UNUSED_LIST', '- list: l\n  items: []', ['LOAD_UNUSED_LIST: List not referred to by any other rule/macro']],
  ['LOAD_UNKNOWN_ITEM', '- a: b', ['LOAD_UNKNOWN_ITEM: Unknown top level item']],
  [
    'LOAD_COMPILE_CONDITION',
    rule('r', 'ka.verb = ka.uri'),
    ["LOAD_COMPILE_CONDITION: 'ka.uri' may be a valid field misused as a const string value"],
  ],
  [
    'LOAD_UNKNOWN_KEY',
    rule('r', 'ka.verb = a', 'x: y'),
    ["LOAD_UNKNOWN_KEY: Unknown key 'x'. The key will be ignored."],
  ],
];

describe('codes', () => {
  it.each(examples)('%s', (code, text, findings) => {
    expect(findings[0]?.startsWith(code)).toBe(true);
    expect(findingsOf(loadText(text))).toEqual(findings);
  });

  it('are seven of errors and fifteen of warnings', () => {
    expect([Object.keys(errorTexts).length, Object.keys(warningTexts).length]).toEqual([7, 15]);
  });

  it('LOAD_ERR_FILE_READ', () => {
    expect(unreadableFile('x.yaml', 'no such file')).toMatchObject({
      isSuccessful: false,
      errors: [{ code: 'LOAD_ERR_FILE_READ', message: 'no such file' }],
    });
  });

  it('LOAD_ERR_COMPILE_OUTPUT', () => {
    for (const output of ['%ka.nothing', '%', 'x %1']) {
      const loaded = loadText(rule('r', 'ka.verb = a').replace('out %ka.verb', `"${output}"`));
      expect(loaded.results[0]?.errors[0]?.code).toBe('LOAD_ERR_COMPILE_OUTPUT');
    }
  });

  it('an unknown field of an output is forgiven as well', () => {
    const text = rule('r', 'ka.verb = a', 'skip-if-unknown-filter: true').replace('%ka.verb', '%ka.nothing');
    expect(loadText(text)).toMatchObject({ isSuccessful: true, rules: [] });
    expect(loadText(text).results[0]?.warnings[0]?.code).toBe('LOAD_UNKNOWN_FILTER');
  });

  it('what is no unknown field is not forgiven', () => {
    const text = rule('r', 'ka.req.pod.containers.image = a', 'skip-if-unknown-filter: true');
    expect(loadText(text).results[0]?.errors[0]?.code).toBe('LOAD_ERR_COMPILE_CONDITION');
  });
});

describe('warnings of conditions', () => {
  it.each([
    ['ka.verb = <NA>', true],
    ['ka.verb in (a, <NA>)', true],
    ['not (ka.verb = a or ka.verb pmatch (<NA>))', true],
    ['jevt.value[/a] != "<NA>"', true],
    ['json.value[/a] != "<NA>"', false],
    ['ka.verb contains <NA>', false],
  ])('%s: compared with <NA>: %s', (condition, isUnsafe) => {
    expect(findingsOf(loadText(rule('r', condition)))).toEqual(isUnsafe ? ['LOAD_UNSAFE_NA_CHECK'] : []);
  });

  it('name deprecated fields in a condition, each once and in order', () => {
    const loaded = loadText(syscallRule('evt.type = open and evt.latency.s > 1 and evt.dir = < and evt.dir = >'));
    expect(loaded.results[0]?.warnings).toMatchObject([
      { code: 'LOAD_DEPRECATED_ITEM', deprecatedField: 'evt.dir' },
      {
        code: 'LOAD_DEPRECATED_ITEM',
        deprecatedField: 'evt.latency.s',
        message: 'field is not available due to the drop of enter events.',
      },
    ]);
  });

  it('name deprecated fields in an output', () => {
    const loaded = loadText(syscallRule('evt.type = open', '', 'x %evt.latency.ns'));
    expect(findingsOf(loaded)).toEqual([
      "LOAD_DEPRECATED_ITEM: usage of deprecated field 'evt.latency' has been detected in the rule output",
      "LOAD_DEPRECATED_ITEM: usage of deprecated field 'evt.latency.ns' has been detected in the rule output",
    ]);
  });

  it('say that %container.info is gone', () => {
    const loaded = loadText(syscallRule('evt.type = open', '', 'a %container.info b'));
    expect(findingsOf(loaded)).toEqual([
      'LOAD_DEPRECATED_ITEM: %container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.',
    ]);
    expect(loaded.rules[0]?.output).toBe('a  b');
  });
});

describe('event types', () => {
  it.each([
    ['proc.name = a', true],
    ['evt.type = open', false],
    ['evt.type in (open, openat)', false],
    ['evt.type != open', true],
    ['not evt.type != open', false],
    ['not evt.type = open', true],
    ['evt.type = open or proc.name = a', true],
    ['evt.type = open and proc.name = a', false],
    ['not (evt.type != open or proc.name = a)', false],
    ['not (not evt.type = open and proc.name = a)', true],
    ['evt.type exists', true],
    ['evt.num = 0', false],
    ['evt.num = 0 and proc.name = a', false],
    ['not evt.num = 0', true],
    ['evt.num >= 0', true],
    ['not evt.num >= 1', false],
    ['evt.num < 1', false],
    ['evt.num in (0)', false],
    ['evt.num = 1', true],
    ['evt.num != 0', true],
  ])('%s: too many: %s', (condition, isTooMany) => {
    expect(findingsOf(loadText(syscallRule(condition)))).toEqual(isTooMany ? [tooMany] : []);
  });

  it('may be many if the rule says so', () => {
    expect(findingsOf(loadText(syscallRule('proc.name = a', 'warn_evttypes: false')))).toEqual([]);
  });

  it('do not matter to other sources', () => {
    expect(conditionOf(loadText(rule('r', 'ka.verb = a')))).toBe('ka.verb = a');
  });
});
