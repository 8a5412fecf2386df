import { describe, expect, it } from 'vitest';
import { conditionOf, findingsOf, loadText, loadTexts, rule } from './testing/load-text.ts';

const check = 'LOAD_ERR_VALIDATE: ';
const structure = 'LOAD_ERR_YAML_VALIDATE: ';
const withException = (lines: string) =>
  rule('r', 'ka.verb = a or ka.verb = b', `exceptions:\n  - name: e\n${lines.replaceAll(/^/gm, '    ')}`);
const rest = '((ka.verb = a or ka.verb = b) and not ';

describe('exceptions', () => {
  it.each([
    [
      'of several fields',
      'fields: [ka.user.name, ka.uri]\nvalues: [[u, /x], [v, /y]]',
      '((ka.user.name = u and ka.uri = /x) or (ka.user.name = v and ka.uri = /y))',
    ],
    [
      'with operators',
      'fields: [ka.user.name, ka.uri]\ncomps: [startswith, in]\nvalues: [[u, [/x, /y]]]',
      '(ka.user.name startswith u and ka.uri in (/x, /y))',
    ],
    [
      'with a text for an operator of lists',
      'fields: [ka.user.name, ka.uri]\ncomps: ["=", in]\nvalues: [[u, /x]]',
      '(ka.user.name = u and ka.uri in (/x))',
    ],
    ['with a text in parentheses', 'fields: [ka.uri]\ncomps: [in]\nvalues: [["(/x, /y)"]]', 'ka.uri in (/x, /y)'],
    [
      'with modified operators',
      'fields: [ka.uri]\ncomps: [" startswith oneof "]\nvalues: [[[/x, /y]]]',
      'ka.uri startswith oneof (/x, /y)',
    ],
    ['of one field', 'fields: ka.user.name\nvalues: [u, "v w"]', 'ka.user.name in (u, "v w")'],
    ['of one field, with an operator', 'fields: ka.uri\ncomps: pmatch\nvalues: [/x]', 'ka.uri pmatch (/x)'],
    [
      'of one field, with a modifier',
      'fields: ka.uri\ncomps: endswith anyof\nvalues: [/x]',
      'ka.uri endswith anyof (/x)',
    ],
    ['of a transformed field', 'fields: [tolower(ka.user.name)]\nvalues: [[u]]', 'tolower(ka.user.name) = u'],
    ['with an argument', 'fields: ["ka.uri.param[x]"]\nvalues: [[u]]', 'ka.uri.param[x] = u'],
    ['with a list', 'fields: [ka.user.name]\ncomps: [in]\nvalues: [[l]]', 'ka.user.name in (p, q)'],
  ])('%s', (_, lines, expected) => {
    const loaded = loadText(`- list: l\n  items: [p, q]\n${withException(lines)}`);
    expect(conditionOf(loaded)).toBe(`${rest}${expected})`);
  });

  it.each([
    ['that are not there', rule('r', 'ka.verb = a', 'exceptions:')],
    ['without values', rule('r', 'ka.verb = a', 'exceptions:\n  - name: e\n    fields: [ka.uri]')],
    ['with none', rule('r', 'ka.verb = a', 'exceptions:\n  - name: e\n    fields: ka.uri\n    values: []')],
  ])('%s change nothing', (_, text) => {
    expect(conditionOf(loadText(text))).toBe('ka.verb = a');
  });

  it('stand behind each other', () => {
    const more = '  - name: f\n    fields: ka.uri\n    values: [/x]';
    const text = withException('fields: ka.verb\nvalues: [a]').trimEnd();
    expect(conditionOf(loadText(`${text}\n${more.replaceAll(/^/gm, '  ')}\n`))).toBe(
      '((ka.verb = a or ka.verb = b) and not ka.verb in (a) and not ka.uri in (/x))',
    );
  });

  it.each([
    ['fields: [ka.uri, ka.verb]\ncomps: ["="]', `${check}Fields and comps lists must have equal length`],
    ['fields: [ka.uri]\ncomps: [is]', `${check}'is' is not a supported comparison operator`],
    ['fields: [ka.uri]\ncomps: [in oneof]', `${check}'in oneof' is not a supported comparison operator`],
    ['fields: [ka.nothing]', `${check}'ka.nothing' is not a supported filter field`],
    ['fields: [ka.uri.param]', `${check}'ka.uri.param' is not a supported filter field`],
    ['fields: [tolower(ka.nothing)]', `${check}'tolower(ka.nothing)' is not a supported filter field`],
    ['fields: ka.nothing', `${check}'ka.nothing' is not a supported filter field`],
    ['fields: ka.uri\ncomps: [in]', `${check}Fields and comps must both be strings`],
    [
      'fields: ka.uri\ncomps: =',
      `${check}When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)`,
    ],
    ['fields: [ka.uri, ka.verb]\nvalues: [[/x]]', `${check}Fields and values lists must have equal length`],
    ['fields: [ka.uri]\nvalues: [/x]', `${check}Fields and values lists must have equal length`],
    ['fields: ka.uri\nvalues: [[/x]]', `${check}Expected values array to contain a list of strings`],
    ['fields:', `${check}Rule exception item must have fields property with a list of fields`],
    ['fields: []', `${check}Rule exception item must have fields property with a list of fields`],
    ['comps: [in]', `${structure}Item has no mapping for key 'fields'`],
    ['fields: ""', `${structure}Value must be non-empty`],
    ['fields: ka.uri\nvalues: /x', `${structure}Rule exception values must be a sequence`],
  ])('refuses %j', (lines, message) => {
    expect(findingsOf(loadText(withException(lines)))).toEqual([message]);
  });

  it.each([
    ['exceptions: [e]', 'Rule exception must be a mapping'],
    ['exceptions: [{fields: ka.uri}]', "Item has no mapping for key 'name'"],
  ])('refuses %j', (line, message) => {
    expect(findingsOf(loadText(rule('r', 'ka.verb = a', line)))).toEqual([structure + message]);
  });

  it('are not checked where the source is unknown', () => {
    const text = withException('fields: [okta.x]\nvalues: [[y]]').replace('k8s_audit', 'okta');
    expect(findingsOf(loadText(text))).toEqual(['LOAD_UNKNOWN_SOURCE: Unknown source okta, skipping']);
  });

  it('break with a comma or a parenthesis in a value, as in Falco', () => {
    const loaded = loadText(withException('fields: [ka.uri]\nvalues: [["a)b"]]'));
    expect(loaded.results[0]?.errors[0]?.code).toBe('LOAD_ERR_COMPILE_CONDITION');
  });

  it('twice of one name are reported', () => {
    const text = rule('r', 'ka.verb = a', 'exceptions:\n  - {name: e, fields: ka.uri}\n  - {name: e, fields: ka.verb}');
    expect(findingsOf(loadText(text))).toEqual([
      "LOAD_EXCEPTION_NAME_NOT_UNIQUE: Multiple definitions of exception 'e' in the same rule",
    ]);
  });
});

describe('appended exceptions', () => {
  const original = withException('fields: [ka.user.name]\nvalues: [[u]]');
  const append = (lines: string) =>
    `- rule: r\n  exceptions:\n    - ${lines.replaceAll('\n', '\n      ')}\n  override: {exceptions: append}\n`;

  it.each([
    ['more values', 'name: e\nvalues: [[v]]', '(ka.user.name = u or ka.user.name = v)'],
    ['another', 'name: f\nfields: [ka.uri]\nvalues: [[/x]]', 'ka.user.name = u and not ka.uri = /x'],
  ])('%s', (_, lines, expected) => {
    const loaded = loadTexts([original, append(lines)]);
    expect(findingsOf(loaded)).toEqual([]);
    expect(conditionOf(loaded)).toBe(`${rest}${expected})`);
  });

  it.each([
    [
      'name: e\nfields: [ka.uri]\nvalues: [[v]]',
      [`${check}Can not append exception fields to existing exception, only values`],
    ],
    [
      'name: e\ncomps: ["="]\nvalues: [[v]]',
      [`${check}Can not append exception comps to existing exception, only values`],
    ],
    ['name: f\nvalues: [[v]]', [`${check}Rule exception must have fields property with a list of fields`]],
    [
      'name: f\nfields: [ka.uri]',
      [
        `${check}Rule exception must have values property with a list of values`,
        'LOAD_APPEND_NO_VALUES: Overriding/appending exception with no values',
      ],
    ],
    ['name: e', ['LOAD_APPEND_NO_VALUES: Overriding/appending exception with no values']],
  ])('%j', (lines, findings) => {
    expect(findingsOf(loadTexts([original, append(lines)]))).toEqual(findings);
  });

  it('may be appended the old way', () => {
    const loaded = loadTexts([original, '- rule: r\n  append: true\n  exceptions: [{name: e, values: [[v]]}]\n']);
    expect(conditionOf(loaded)).toBe(`${rest}(ka.user.name = u or ka.user.name = v))`);
  });

  it('may be replaced', () => {
    const replaced = append('name: f\nfields: ka.uri\nvalues: [/x]').replace(
      'exceptions: append',
      'exceptions: replace',
    );
    expect(conditionOf(loadTexts([original, replaced]))).toBe(`${rest}ka.uri in (/x))`);
  });
});
