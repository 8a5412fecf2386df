import { describe, expect, it } from 'vitest';
import { findingsOf, loadText, loadTexts, rule } from './testing/load-text.ts';

const validate = 'LOAD_ERR_YAML_VALIDATE: ';
const list = '- list: l\n  items: [a]\n';
const unused = 'LOAD_UNUSED_LIST: List not referred to by any other rule/macro';

describe('required_engine_version', () => {
  it.each([
    ['26', []],
    ['0x1f', []],
    ['0.63.0', []],
    ['0.26.0-rc1', []],
    ['64', ['LOAD_ERR_VALIDATE: Rules require engine version 0.64.0, but engine version is 0.63.0']],
    ['0.63.1', ['LOAD_ERR_VALIDATE: Rules require engine version 0.63.1, but engine version is 0.63.0']],
    ['1.0.0', ['LOAD_ERR_VALIDATE: Rules require engine version 1.0.0, but engine version is 0.63.0']],
    ['soon', [`${validate}Unable to parse engine version 'soon' as a semver string. Expected "x.y.z" semver format.`]],
    ['0.26', [`${validate}Unable to parse engine version '0.26' as a semver string. Expected "x.y.z" semver format.`]],
    ['[1]', [`${validate}Value is not a scalar value`]],
    ['', [`${validate}Mapping for key 'required_engine_version' is empty`]],
    ['""', [`${validate}Value must be non-empty`]],
  ])('%s', (version, findings) => {
    expect(findingsOf(loadText(`- required_engine_version: ${version}\n`))).toEqual(findings);
  });

  it('keeps the highest', () => {
    const loaded = loadText(
      '- required_engine_version: 20\n- required_engine_version: 31\n- required_engine_version: 4\n',
    );
    expect(loaded.collector.requiredEngine).toEqual({ major: 0, minor: 31, patch: 0 });
  });
});

describe('required_plugin_versions', () => {
  const json = (version: string) => `- required_plugin_versions: [{name: json, version: ${version}}]\n`;
  const either = `- required_plugin_versions:
    - name: k8saudit
      version: 0.7.0
      alternatives: [{name: k8saudit-eks, version: 0.4.0}]
`;

  it.each([
    ['- required_plugin_versions: json', [`${validate}Value of required_plugin_versions must be a sequence`]],
    ['- required_plugin_versions: [json]', [`${validate}Plugin version must be a mapping`]],
    ['- required_plugin_versions: [{version: 1.0.0}]', [`${validate}Item has no mapping for key 'name'`]],
    ['- required_plugin_versions: [{name: a}]', [`${validate}Item has no mapping for key 'version'`]],
    [
      '- required_plugin_versions: [{name: a, version: x}]',
      ["LOAD_ERR_VALIDATE: Invalid required version 'x' for plugin 'a'"],
    ],
    [
      '- required_plugin_versions: [{name: a, version: 1.0.0, alternatives: b}]',
      [`${validate}Value of plugin version alternatives must be a sequence`],
    ],
    [
      '- required_plugin_versions: [{name: a, version: 1.0.0, alternatives: [b]}]',
      [`${validate}Plugin version alternative must be a mapping`],
    ],
    [
      '- required_plugin_versions: [{name: a, version: 1.0.0, alternatives: [{name: a, version: 2.0.0}]}]',
      ["LOAD_ERR_VALIDATE: Defined multiple alternative version requirements for plugin 'a'"],
    ],
  ])('%s', (text, findings) => {
    expect(findingsOf(loadText(text))).toEqual(findings);
  });

  it.each([
    ['fulfilled', json('0.7.0'), [{ name: 'json', version: '0.7.4' }], undefined],
    ['not compared', json('0.7.0'), undefined, undefined],
    ['missing', json('0.7.0'), [], 'Plugin requirement not satisfied, must load one of: json (>= 0.7.0)'],
    [
      'missing, with alternatives',
      either,
      [],
      'Plugin requirement not satisfied, must load one of: k8saudit (>= 0.7.0), k8saudit-eks (>= 0.4.0)',
    ],
    ['fulfilled by an alternative', either, [{ name: 'k8saudit-eks', version: '0.5.0' }], undefined],
    [
      'too old',
      json('0.7.0'),
      [{ name: 'json', version: '0.6.9' }],
      "Plugin 'json' version '0.6.9' is not compatible with required plugin version '0.7.0'",
    ],
    [
      'of another major version',
      json('0.7.0'),
      [{ name: 'json', version: '1.0.0' }],
      "Plugin 'json' version '1.0.0' is not compatible with required plugin version '0.7.0'",
    ],
    ['unreadable', json('0.7.0'), [{ name: 'json', version: 'new' }], "Plugin 'json' has invalid version string 'new'"],
  ])('is %s', (_, text, plugins, problem) => {
    const loaded = loadText(text, plugins === undefined ? {} : { plugins });
    expect(loaded.pluginProblem).toBe(problem);
    expect(loaded.isSuccessful).toBe(problem === undefined);
  });
});

describe('items', () => {
  it.each([
    ['an unknown item', '- rulez: x\n', ['LOAD_UNKNOWN_ITEM: Unknown top level item']],
    [
      'the first of several kinds',
      '- rule: x\n  list: l\n  items: []\n',
      ["LOAD_UNKNOWN_KEY: Unknown key 'rule'. The key will be ignored.", unused],
    ],
    [
      'unknown keys',
      '- list: l\n  items: []\n  itemz: []\n  x: 1\n',
      [
        "LOAD_UNKNOWN_KEY: Unknown key 'itemz'. The key will be ignored.",
        "LOAD_UNKNOWN_KEY: Unknown key 'x'. The key will be ignored.",
        unused,
      ],
    ],
    ['a list without items', '- list: l\n', [`${validate}Item has no mapping for key 'items'`]],
    ['a list whose items are none', '- list: l\n  items: a\n', [`${validate}Value is not a sequence`]],
    ['null in a list', '- list: l\n  items: [a, null]\n', [`${validate}sequence value is not scalar`]],
    ['a list in a list', '- list: l\n  items: [[a]]\n', [`${validate}sequence value is not scalar`]],
    ['a nameless list', '- list:\n  items: [a]\n', [`${validate}Mapping for key 'list' is empty`]],
    [
      'a bad list name',
      '- list: a b\n  items: [a]\n',
      [
        `LOAD_INVALID_LIST_NAME: List has an invalid name. List names should match a regular expression: ([^()"'[:space:]=,]+)`,
        unused,
      ],
    ],
    [
      'a bad macro name',
      '- macro: 1st\n  condition: ka.verb = x\n',
      [
        'LOAD_INVALID_MACRO_NAME: Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)',
        'LOAD_UNUSED_MACRO: Macro not referred to by any other rule/macro',
      ],
    ],
    ['a macro without a condition', '- macro: m\n', [`${validate}Item has no mapping for key 'condition'`]],
    [
      'a bad override',
      `${list}${list}  override: {items: merge}\n`,
      [`${validate}Invalid override operation for key 'items': 'merge'. Allowed values are: append replace `],
    ],
    [
      'an override of what cannot be',
      `${list}${list}  override: {list: append}\n`,
      [`${validate}Key 'list' cannot be appended to, use 'replace' instead`],
    ],
    [
      'a replacement of what cannot be',
      `${list}${list}  override: {list: replace}\n`,
      [`${validate}Key 'list' cannot be replaced`],
    ],
    [
      'overrides in a list',
      `${list}${list}  override: [items]\n`,
      [
        'LOAD_ERR_VALIDATE: invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa',
      ],
    ],
  ])('%s', (_, text, findings) => {
    expect(findingsOf(loadText(text))).toEqual(findings);
  });
});

describe('keys of a rule', () => {
  const without = (key: string) => rule('r', 'ka.verb = a').replace(new RegExp(`  ${key}: .*\n`), '');

  it.each(['condition', 'output', 'desc', 'priority'])('%s is required', (key) => {
    expect(findingsOf(loadText(without(key)))).toEqual([`${validate}Item has no mapping for key '${key}'`]);
  });

  it('default to syscall, enabled and no tags', () => {
    const [loaded] = loadText(
      '- rule: r\n  desc: d\n  condition: evt.type = open\n  output: " out \\n "\n  priority: debug\n',
    ).rules;
    expect(loaded).toMatchObject({
      source: 'syscall',
      isEnabled: true,
      tags: [],
      output: 'out',
      priority: 'Debug',
      description: 'd',
    });
    expect(loaded?.definition).toMatchObject({
      isCaptured: false,
      captureMs: 0,
      warnsOfEventTypes: true,
      isSkippedIfUnknown: false,
    });
  });

  it.each([
    ['emergency', 'Emergency'],
    ['ALERT', 'Alert'],
    ['Critical', 'Critical'],
    ['eRRoR', 'Error'],
    ['warning', 'Warning'],
    ['NOTICE', 'Notice'],
    ['info', 'Informational'],
    ['Informational', 'Informational'],
    ['DEBUG', 'Debug'],
  ])('priority: %s is %s', (text, priority) => {
    const loaded = loadText(rule('r', 'ka.verb = a').replace('INFO', text));
    expect(loaded.rules[0]?.priority).toBe(priority);
  });

  it.each(['true', 'True', 'TRUE', 'yes', 'Yes', 'on', 'y', 'Y', '"true"'])('enabled: %s', (text) => {
    expect(loadText(rule('r', 'ka.verb = a', `enabled: ${text}`)).rules[0]?.isEnabled).toBe(true);
  });

  it.each(['false', 'FALSE', 'no', 'Off', 'n'])('enabled: %s is not', (text) => {
    expect(loadText(rule('r', 'ka.verb = a', `enabled: ${text}`)).rules[0]?.isEnabled).toBe(false);
  });

  it.each([
    ['enabled: 1', "Can't decode YAML scalar value"],
    ['enabled: tRue', "Can't decode YAML scalar value"],
    ['enabled: [true]', 'Value is not a scalar value'],
    ['enabled:', "Mapping for key 'enabled' is empty"],
    ['capture_duration: -1', "Can't decode YAML scalar value"],
    ['capture_duration: 4294967296', "Can't decode YAML scalar value"],
    ['tags: k8s', 'Value is not a sequence'],
    ['tags: [null]', 'sequence value is not scalar'],
    ['exceptions: x', 'Rule exceptions must be a sequence'],
  ])('%s is refused', (line, message) => {
    expect(findingsOf(loadText(rule('r', 'ka.verb = a', line)))).toEqual([validate + message]);
  });

  it('refuses a priority it does not know', () => {
    expect(findingsOf(loadText(rule('r', 'ka.verb = a').replace('INFO', 'high')))).toEqual([
      `${validate}Invalid priority`,
    ]);
  });

  it('sorts tags by bytes, each once', () => {
    const { rules } = loadText(rule('r', 'ka.verb = a', 'tags: [b, Z, a, b, ä, 0x1, True]'));
    expect(rules[0]?.tags).toEqual(['0x1', 'True', 'Z', 'a', 'b', 'ä']);
  });

  it('skips the rules of unknown sources', () => {
    const loaded = loadText(rule('r', 'okta.x = a and broken(').replace('k8s_audit', 'okta'));
    expect(findingsOf(loaded)).toEqual(['LOAD_UNKNOWN_SOURCE: Unknown source okta, skipping']);
    expect(loaded).toMatchObject({ isSuccessful: true, rules: [] });
  });
});

describe('a standalone enabled', () => {
  const deprecated =
    "LOAD_DEPRECATED_ITEM: The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";

  it('switches an earlier rule', () => {
    const loaded = loadTexts([rule('r', 'ka.verb = a'), '- rule: r\n  enabled: false\n']);
    expect(loaded.rules[0]?.isEnabled).toBe(false);
    expect(findingsOf(loaded)).toEqual([deprecated]);
  });

  it.each([
    [
      '- rule: r\n  enabled: false\n',
      ["LOAD_ERR_VALIDATE: Rule has 'enabled' key but no rule by that name already exists", deprecated],
    ],
    ['- rule: r\n', [`${validate}Item has no mapping for key 'enabled'`]],
  ])('%j needs one', (text, findings) => {
    expect(findingsOf(loadText(text))).toEqual(findings);
  });
});
