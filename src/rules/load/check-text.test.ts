import { describe, expect, it } from 'vitest';
import { checkText } from './check-text.ts';
import { loadText, rule } from './testing/load-text.ts';

function check(text: string): string {
  const { results, contents } = loadText(text);
  return results.map((result) => checkText(result, contents)).join('\n');
}

/** The line with the place and what is shown of the text there. */
function placeOf(text: string): readonly string[] {
  const [, place = '', ...snippet] = check(text).split('\n');
  return [/^ {2}a\.yaml:(\d+:\d+)/.exec(place)?.[1] ?? '', ...snippet.map((line) => line.slice(6))];
}

describe('checkText', () => {
  it('is short where all is well', () => {
    expect(check(rule('r', 'ka.verb = a'))).toBe('a.yaml: Ok');
  });

  it('says what, where, and in which item', () => {
    expect(
      check(`- macro: m\n  condition: ka.verb = a\n${rule('r', 'm and ka.wrong = b').replace('INFO', 'info')}`),
    ).toBe(
      `a.yaml: Invalid
  a.yaml:5:20: error: filter_check called with nonexistent field ka.wrong [LOAD_ERR_COMPILE_CONDITION], rule "r"
        condition: m and ka.wrong = b
                         ^
  schema: <root>[1][priority]: Failed to match against any enum values.
  schema: <root>[1]: Failed to validate against schema associated with property name 'priority'.
  schema: <root>: Failed to validate item #1 in array.`,
    );
  });

  it('explains what Falco has no words for', () => {
    expect(check(rule('r', 'ka.verb = <NA>'))).toBe(`a.yaml: Ok, with warnings
  a.yaml:3:14: warning: compares with <NA>, which no missing field equals: use "exists" [LOAD_UNSAFE_NA_CHECK], rule "r"
        condition: ka.verb = <NA>
                   ^`);
  });

  it.each([
    [
      'in a line',
      rule('r', 'ka.verb = a and ka.wrong = b'),
      ['3:30', '  condition: ka.verb = a and ka.wrong = b', '                             ^'],
    ],
    [
      'in quotes',
      rule('r', '"ka.verb = a and ka.wrong = b"'),
      ['3:31', '  condition: "ka.verb = a and ka.wrong = b"', '                              ^'],
    ],
    ['in folded text', rule('r', '>\n    ka.verb = ä and\n    ka.wrong = b'), ['5:5', '    ka.wrong = b', '    ^']],
    [
      'in literal text',
      rule('r', '|-\n    ka.verb = a and\n\n    (ka.wrong = b)'),
      ['6:6', '    (ka.wrong = b)', '     ^'],
    ],
    [
      'in lines without a mark',
      rule('r', 'ka.verb = a\n    and ka.wrong = b'),
      ['4:9', '    and ka.wrong = b', '        ^'],
    ],
    [
      'where it cannot be read',
      rule('r', 'ka.verb = a and'),
      ['3:29', '  condition: ka.verb = a and', '                           ^'],
    ],
    [
      'in a macro',
      `- macro: m\n  condition: ka.verb = a or ka.wrong = b\n${rule('r', 'ka.uri exists and m')}`,
      ['2:29', '  condition: ka.verb = a or ka.wrong = b', '                            ^'],
    ],
    [
      'of a macro',
      rule('r', 'ka.verb = a and nothing'),
      ['3:30', '  condition: ka.verb = a and nothing', '                             ^'],
    ],
    [
      'with exceptions',
      rule('r', 'ka.verb = a and nothing', 'exceptions: [{name: e, fields: ka.uri, values: [x]}]'),
      ['3:30', '  condition: ka.verb = a and nothing', '                             ^'],
    ],
    [
      'in an exception',
      rule('r', 'ka.verb = a', 'exceptions: [{name: e, fields: ka.uri, values: ["a)b"]}]'),
      ['3:14', '(ka.verb = a) and not (ka.uri in (a)b))', '                                    ^'],
    ],
    [
      'with a list in it',
      `- list: l\n  items: [a]\n${rule('r', 'ka.verb in (l) and ka.wrong')}`,
      ['5:14', 'ka.verb in ( a ) and ka.wrong', '                            ^'],
    ],
    [
      'of a warning',
      rule('r', 'ka.verb exists and ka.verb = ka.uri'),
      ['3:43', '  condition: ka.verb exists and ka.verb = ka.uri', '                                          ^'],
    ],
    ['of a key', '- list: l\n  items:\n    - [a]\n', ['3:7', '    - [a]', '      ^']],
    ['of bad YAML', '- a: b: c\n', ['1:7', '- a: b: c', '      ^']],
  ])('finds the place %s', (_, text, expected) => {
    expect(placeOf(text).slice(0, 3)).toEqual(expected);
  });
});
