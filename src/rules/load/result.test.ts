import { describe, expect, it } from 'vitest';
import { resultJson, validateJson } from './result-json.ts';
import { resultText } from './result-text.ts';
import { FileTexts } from './file-texts.ts';
import { snippetOf } from './snippet.ts';
import { loadText, loadTexts, rule } from './testing/load-text.ts';
import type { LoadResult } from './load-rules.ts';

const textOf = ({ results, contents }: LoadResult) => results.map((result) => resultText(result, contents)).join('\n');
const jsonOf = ({ results, contents }: LoadResult) =>
  results.map((result) => JSON.stringify(resultJson(result, contents)));

describe('resultText', () => {
  it('is short where all is well', () => {
    expect(textOf(loadText(rule('r', 'ka.verb = a')))).toBe('a.yaml: Ok');
  });

  it('shows where an error is', () => {
    expect(textOf(loadText(`${rule('r', 'ka.verb = a')}- list: l\n  items:\n    - a\n    - [b]\n`))).toBe(
      `a.yaml: Invalid
6 Schema warnings:
------
failed for <root>[1][items][1]: Value type not permitted by 'type' constraint.
------
failed for <root>[1][items][1]: Value type not permitted by 'type' constraint.
------
failed for <root>[1][items][1]: Failed to validate against any schemas allowed by anyOf constraint.
------
failed for <root>[1][items]: Failed to validate item #1 in array.
------
failed for <root>[1]: Failed to validate against schema associated with property name 'items'.
------
failed for <root>: Failed to validate item #1 in array.
------

1 Errors:
In rules content: (a.yaml:0:0)
    list 'l': (a.yaml:6:2)
    value for 'items': (a.yaml:8:4)
    list item: (a.yaml:9:6)
------
    - [b]
      ^
------
LOAD_ERR_YAML_VALIDATE (Error validating internal structure of YAML file): sequence value is not scalar
`,
    );
  });

  it('shows the condition with its lists where it cannot be read', () => {
    const text = '- list: verbs\n  items: [a, b]\n- macro: m\n  condition: ka.verb in (verbs';
    expect(textOf(loadText(text))).toBe(`a.yaml: Invalid
1 Errors:
In rules content: (a.yaml:0:0)
    macro 'm': (a.yaml:2:2)
    macro condition: (a.yaml:3:13)
    condition expression: ("ka.verb in ( a, b ":4:32)
------
ka.verb in ( a, b 
                 ^
------
LOAD_ERR_COMPILE_CONDITION (Error compiling condition): expected a ')' token
`);
  });

  it('has warnings behind errors', () => {
    const text = '- list: a b\n  items: []\n- list: c\n';
    expect(
      textOf(loadText(text))
        .split('\n')
        .filter((line) => /^\d|LOAD/.test(line)),
    ).toEqual([
      '1 Errors:',
      "LOAD_ERR_YAML_VALIDATE (Error validating internal structure of YAML file): Item has no mapping for key 'items'",
      '1 Warnings:',
      `LOAD_INVALID_LIST_NAME (Invalid list name): List has an invalid name. List names should match a regular expression: ([^()"'[:space:]=,]+)`,
    ]);
  });
});

describe('resultJson', () => {
  it('is that of falco --validate', () => {
    expect(jsonOf(loadText(rule('r', 'ka.verb = a')))).toEqual([
      '{"errors":[],"name":"a.yaml","schema_valid":true,"schema_warnings":[],"successful":true,"warnings":[]}',
    ]);
  });

  it('has the short text of an error as its description, and the long one of a warning', () => {
    const text = '- macro: m\n  condition: ka.verb = <NA> and x\n';
    expect(jsonOf(loadText(text))).toEqual([
      '{"errors":[{"code":"LOAD_ERR_VALIDATE","codedesc":"Error validating rule/macro/list/exception objects","context":{"locations":[' +
        '{"item_name":"","item_type":"rules content","position":{"column":0,"line":0,"name":"a.yaml","offset":0}},' +
        '{"item_name":"m","item_type":"macro","position":{"column":2,"line":0,"name":"a.yaml","offset":2}},' +
        '{"item_name":"","item_type":"condition expression","position":{"column":22,"line":1,"name":"\\"ka.verb = <NA> and x\\"","offset":21}}],' +
        '"snippet":"ka.verb = <NA> and x\\n                   ^\\n"},"message":"Undefined macro \'x\' used in filter."}],' +
        '"name":"a.yaml","schema_valid":true,"schema_warnings":[],"successful":false,"warnings":[]}',
    ]);
    const [warned] = jsonOf(loadText('- list: l\n  items: []\n'));
    expect(warned).toContain(
      '"codedesc":"A list is defined in the rules content but is not used by any other list, macro, or rule."',
    );
  });

  it('names a deprecated field', () => {
    const text = rule('r', 'evt.type = open and evt.dir = <').replace('k8s_audit', 'syscall').replace('%ka.verb', '');
    const [json] = jsonOf(loadText(text));
    expect(json).toContain('"deprecated_field":"evt.dir","message":"due to the drop of enter events');
    expect(json).toContain('"codedesc":"A deprecated item is employed by lists, macros, or rules.: due to the drop');
  });

  it('has no schema where there is no document', () => {
    expect(jsonOf(loadTexts(['', '- [']))).toEqual([
      '{"errors":[],"name":"a.yaml","successful":true,"warnings":[]}',
      expect.stringMatching(
        /^\{"errors":\[\{"code":"LOAD_ERR_YAML_PARSE",.*"name":"b.yaml","successful":false,"warnings":\[\]\}$/,
      ),
    ]);
  });
});

describe('validateJson', () => {
  it('has all files, and the description only where all of them loaded', () => {
    const good = loadText(rule('r', 'ka.verb = a'));
    expect(Object.keys(validateJson(good))).toEqual(['falco_load_results']);
    expect(Object.keys(validateJson(good, {}))).toEqual(['falco_describe_results', 'falco_load_results']);
    const bad = loadTexts([rule('r', 'ka.verb = a'), '- list: l\n']);
    expect(validateJson(bad, {})).toMatchObject({
      falco_load_results: [
        { name: 'a.yaml', successful: true },
        { name: 'b.yaml', successful: false },
      ],
    });
    expect(validateJson(bad, {})).not.toHaveProperty('falco_describe_results');
  });
});

describe('snippetOf', () => {
  const at = (text: string, offset: number, name = 'f') => {
    const position = { offset, line: 0, column: 0 };
    const location = { name, position, itemType: 'rule', itemName: '' } as const;
    return snippetOf({ locations: [location] }, new FileTexts(new Map([['f', text]])));
  };
  const long = (length: number) => 'x'.repeat(length);

  it.each([
    ['the line', 'one\ntwo three\nfour', 8, 'two three\n    ^\n'],
    ['the line end before it', 'one\ntwo', 3, 'one\n  ^\n'],
    ['behind the end', 'one\ntwo', 99, 'two\n  ^\n'],
    ['at the beginning', 'one\ntwo', 0, 'one\n^\n'],
    ['no text', '', 0, '<No context available>\n'],
    ['a line end alone', '\n', 0, '<No context available>\n'],
    ['far from the beginning', `${long(100)}A`, 100, `...${long(77)}A\n${' '.repeat(80)}^\n`],
    ['far from the end', `A${long(100)}`, 0, `A${long(77)}...\n^\n`],
    ['between', long(300), 150, `...${long(155)}...\n${' '.repeat(80)}^\n`],
    ['bytes, not characters', 'ä = b', 5, 'ä = b\n     ^\n'],
    ['half a character', `${'ä'.repeat(50)}A`, 101, `...${'\ufffd'}${'ä'.repeat(38)}A\n${' '.repeat(80)}^\n`],
  ])('shows %s', (_, text, offset, expected) => {
    const shown = at(text, offset);
    if (text.startsWith('ää')) expect(shown).toMatch(/^\.\.\.\ufffd?ä+A\n +\^\n$/);
    else expect(shown).toBe(expected);
  });

  it('misses the file', () => {
    expect(at('x', 0, 'other')).toBe('<No context for file + other>\n');
  });
});
