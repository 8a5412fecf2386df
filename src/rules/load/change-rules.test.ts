import { describe, expect, it } from 'vitest';
import { conditionOf, findingsOf, loadText, loadTexts, rule } from './testing/load-text.ts';

const validate = 'LOAD_ERR_YAML_VALIDATE: ';
const appendIsDeprecated =
  "LOAD_DEPRECATED_ITEM: 'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
const both =
  "LOAD_ERR_YAML_VALIDATE: Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

describe('an item of the same name', () => {
  it('replaces the earlier one in its place', () => {
    const loaded = loadTexts([rule('r', 'ka.verb = a') + rule('s', 'ka.verb = b'), rule('r', 'ka.verb = c')]);
    expect(loaded.rules.map(({ name }) => name)).toEqual(['r', 's']);
    expect(conditionOf(loaded)).toBe('ka.verb = c');
  });

  it('replaces lists and macros, for what was before them, too', () => {
    const text = '- list: l\n  items: [a]\n- macro: m\n  condition: ka.verb in (l)\n';
    const loaded = loadText(
      `${text}${rule('r', 'm')}- list: l\n  items: [b]\n- macro: m\n  condition: not ka.verb in (l)\n`,
    );
    expect(conditionOf(loaded)).toBe('not ka.verb in (b)');
  });

  it('must not change the source of a rule', () => {
    const other = rule('r', 'evt.type = open').replace('k8s_audit', 'syscall').replace('%ka.verb', 'x');
    const message = 'LOAD_ERR_VALIDATE: Rule has been re-defined with a different source';
    expect(findingsOf(loadTexts([rule('r', 'ka.verb = a'), other]))).toEqual([message]);
    const override = '- rule: r\n  source: syscall\n  condition: or ka.verb = b\n  override: {condition: append}\n';
    expect(findingsOf(loadTexts([rule('r', 'ka.verb = a'), override]))).toEqual([message]);
  });

  it('says the source only with a condition', () => {
    const override = '- rule: r\n  source: syscall\n  desc: new\n  override: {desc: replace}\n';
    expect(findingsOf(loadTexts([rule('r', 'ka.verb = a'), override]))).toEqual([]);
  });
});

describe('append', () => {
  const list = '- list: l\n  items: [a]\n';
  const macro = '- macro: m\n  condition: ka.verb = a\n';

  it('goes behind a list, a macro, a rule', () => {
    const changes = [
      '- list: l\n  items: [b]\n  append: true\n',
      '- macro: m\n  condition: or ka.verb = b\n  append: true\n',
      '- rule: r\n  condition: and ka.verb = c\n  append: true\n',
    ].join('');
    const loaded = loadText(list + macro + rule('r', 'm or ka.verb in (l)') + changes);
    expect(conditionOf(loaded)).toBe('((ka.verb = a or ka.verb = b) or (ka.verb in (a, b) and ka.verb = c))');
    expect(findingsOf(loaded)).toEqual([appendIsDeprecated, appendIsDeprecated, appendIsDeprecated]);
  });

  it('goes behind a text, so that it changes what belongs together', () => {
    const loaded = loadText(`${rule('r', 'ka.verb = a and ka.stage = b')}- rule: r
  condition: or ka.verb = c
  override: {condition: append}
`);
    expect(conditionOf(loaded)).toBe('((ka.verb = a and ka.stage = b) or ka.verb = c)');
  });

  it('leaves macros together', () => {
    const text = '- macro: m\n  condition: ka.verb = a or ka.verb = b\n';
    const append = '- rule: r\n  condition: and ka.stage = c\n  override: {condition: append}\n';
    expect(conditionOf(loadText(text + rule('r', 'm') + append))).toBe(
      '((ka.verb = a or ka.verb = b) and ka.stage = c)',
    );
  });

  it.each([
    [
      'list',
      '- list: l\n  items: [a]\n  append: true\n',
      [
        "LOAD_ERR_VALIDATE: List uses 'append' or 'override.items: append' but no list by that name already exists",
        appendIsDeprecated,
      ],
    ],
    [
      'list',
      '- list: l\n  items: [a]\n  override: {items: append}\n',
      ["LOAD_ERR_VALIDATE: List uses 'append' or 'override.items: append' but no list by that name already exists"],
    ],
    [
      'macro',
      '- macro: m\n  condition: a\n  append: true\n',
      [
        "LOAD_ERR_VALIDATE: Macro uses 'append' or 'override.condition: append' but no macro by that name already exists",
        appendIsDeprecated,
      ],
    ],
    [
      'rule',
      '- rule: r\n  condition: a\n  append: true\n',
      [
        "LOAD_ERR_VALIDATE: Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists",
        appendIsDeprecated,
      ],
    ],
    [
      'rule',
      '- rule: r\n  desc: a\n  override: {desc: replace}\n',
      [
        "LOAD_ERR_VALIDATE: An 'override.<key>: replace' to a rule was requested but no rule by that name already exists",
      ],
    ],
  ])('needs a %s', (_, text, findings) => {
    expect(findingsOf(loadText(text))).toEqual(findings);
  });

  it('needs something', () => {
    const loaded = loadTexts([rule('r', 'ka.verb = a'), '- rule: r\n  append: true\n']);
    const message = 'LOAD_ERR_VALIDATE: Appended rule must have exceptions or condition property';
    expect(findingsOf(loaded)).toEqual([message, appendIsDeprecated]);
  });

  it.each([
    `${list}- list: l\n  items: [b]\n  append: true\n  override: {items: append}\n`,
    `${macro}- macro: m\n  condition: b\n  append: true\n  override: {condition: append}\n`,
    `${rule('r', 'ka.verb = a')}- rule: r\n  condition: b\n  append: true\n  override: {condition: append}\n`,
  ])('does not go with override: %j', (text) => {
    expect(findingsOf(loadText(text))).toEqual([both, appendIsDeprecated]);
  });

  it('may be false', () => {
    expect(findingsOf(loadText(rule('r', 'ka.verb = a', 'append: false')))).toEqual([]);
  });
});

describe('override', () => {
  const original = rule('r', 'ka.verb = a', 'tags: [x, y]');

  it('appends', () => {
    const loaded = loadTexts([
      original,
      `- rule: r
  condition: or ka.verb = b
  output: and %ka.uri
  desc: more
  tags: [a, x]
  override: {condition: append, output: append, desc: append, tags: append}
`,
    ]);
    expect(findingsOf(loaded)).toEqual([]);
    expect(loaded.rules[0]).toMatchObject({
      output: 'out %ka.verb and %ka.uri',
      description: 'some more',
      tags: ['a', 'x', 'y'],
    });
    expect(conditionOf(loaded)).toBe('(ka.verb = a or ka.verb = b)');
  });

  it('replaces', () => {
    const keys = [
      'condition',
      'output',
      'desc',
      'priority',
      'tags',
      'enabled',
      'capture',
      'capture_duration',
      'warn_evttypes',
      'skip-if-unknown-filter',
    ];
    const loaded = loadTexts([
      original,
      `- rule: r
  condition: ka.verb = b
  output: new
  desc: newer
  priority: ALERT
  tags: [z]
  enabled: false
  capture: true
  capture_duration: 0x10
  warn_evttypes: false
  skip-if-unknown-filter: true
  override: {${keys.map((key) => `${key}: replace`).join(', ')}}
`,
    ]);
    expect(findingsOf(loaded)).toEqual([]);
    expect(loaded.rules[0]).toMatchObject({
      output: 'new',
      description: 'newer',
      priority: 'Alert',
      tags: ['z'],
      isEnabled: false,
    });
    expect(loaded.rules[0]?.definition).toMatchObject({
      isCaptured: true,
      captureMs: 16,
      warnsOfEventTypes: false,
      isSkippedIfUnknown: true,
    });
    expect(conditionOf(loaded)).toBe('ka.verb = b');
  });

  it('can append to one key and replace another', () => {
    const override =
      '- rule: r\n  condition: or ka.verb = b\n  priority: ALERT\n  override: {condition: append, priority: replace}\n';
    const loaded = loadTexts([original, override]);
    expect(conditionOf(loaded)).toBe('(ka.verb = a or ka.verb = b)');
    expect(loaded.rules[0]?.priority).toBe('Alert');
  });

  it.each([
    ['  priority: INFO\n  override: {priority: append}', "Key 'priority' cannot be appended to, use 'replace' instead"],
    ['  source: k8s_audit\n  override: {source: replace}', "Key 'source' cannot be replaced"],
    [
      '  desc: x\n  override: {desc: delete}',
      "Invalid override operation for key 'desc': 'delete'. Allowed values are: append replace ",
    ],
    [
      '  priority: x\n  override: {priority: delete}',
      "Invalid override operation for key 'priority': 'delete'. Allowed values are: replace ",
    ],
    [
      '  desc: x\n  override: {desc: }',
      "Invalid override operation for key 'desc': 'null'. Allowed values are: append replace ",
    ],
    ['  override: {desc: append}', "An append override for 'desc' was specified but 'desc' is not defined"],
    ['  override: {desc: replace}', "An replace override for 'desc' was specified but 'desc' is not defined"],
    [
      '  desc: x\n  tags: [a]\n  output: y\n  override: {desc: append}',
      "Unexpected key 'output': no corresponding entry under 'override' is defined.",
    ],
    ['  priority: never\n  override: {priority: replace}', 'Invalid priority'],
  ])('refuses %j', (lines, message) => {
    expect(findingsOf(loadTexts([original, `- rule: r\n${lines}\n`]))).toEqual([validate + message]);
  });

  it('of nothing defines anew', () => {
    expect(conditionOf(loadTexts([original, rule('r', 'ka.verb = b', 'override: {}')]))).toBe('ka.verb = b');
  });
});

describe('several files', () => {
  it('are compiled together, and what is wrong with the first is said again with the second', () => {
    const loaded = loadTexts(['- list: l\n  items: [a]\n', rule('r', 'ka.verb = a')]);
    const unused = 'LOAD_UNUSED_LIST: List not referred to by any other rule/macro';
    expect(loaded.results.map(({ warnings }) => warnings.length)).toEqual([1, 1]);
    expect(findingsOf(loaded)).toEqual([unused]);
  });

  it('keep the rules of those before the first that fails', () => {
    const loaded = loadTexts([rule('r', 'ka.verb = a'), rule('s', 'ka.verb =')]);
    expect(loaded.isSuccessful).toBe(false);
    expect(loaded.rules.map(({ name }) => name)).toEqual(['r']);
  });
});
