import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultJson } from './result-json.ts';
import { resultText } from './result-text.ts';
import { findingsOf, loadText, rule } from './testing/load-text.ts';

/** Generous, as several tests share the processor; what this is about would take minutes or for ever. */
const maxMs = 20_000;

const chained = (count: number) =>
  Array.from({ length: count }, (_, at) => `&a${at + 1} [*a${at}, *a${at}]`).join(', ');
const crossed = Array.from({ length: 12 }, (_, at) => {
  return `- list: l${12 - at}\n  items: [${Array.from({ length: 12 }, () => `l${11 - at}`).join(', ')}]\n`;
}).join('');

describe('a hostile rules file', () => {
  it.each([
    ['many terms', rule('r', Array.from({ length: 20_000 }, (_, at) => `ka.verb = v${at}`).join(' or ')), undefined],
    [
      'many values',
      rule('r', `ka.verb in (${Array.from({ length: 20_000 }, (_, at) => `v${at}`).join(', ')})`),
      undefined,
    ],
    [
      'deep parentheses',
      rule('r', `${'('.repeat(50_000)}ka.verb = a`),
      'LOAD_ERR_COMPILE_CONDITION: exceeded max depth limit of 1000',
    ],
    ['many nots', rule('r', `${'not '.repeat(50_000)}ka.verb = a`), undefined],
    ['deep sequences', '['.repeat(20_000), 'LOAD_ERR_YAML_PARSE: yaml-cpp: error at line 1, column 102: bad file'],
    ['deep dashes', `${'- '.repeat(20_000)}a`, 'LOAD_ERR_YAML_PARSE: yaml-cpp: error at line 1, column 203: bad file'],
    [
      'deep maps',
      Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      'LOAD_ERR_YAML_PARSE: yaml-cpp: error at line 102, column 102: bad file',
    ],
    [
      'a bomb of aliases',
      rule('r', 'ka.verb = a', `exceptions:\n  - {name: e, fields: ka.uri, values: [&a0 [x, x], ${chained(40)}]}`),
      'LOAD_ERR_YAML_VALIDATE: More than 1000000 values in the exceptions of a rule',
    ],
    [
      'a bomb of lists',
      crossed + rule('r', 'ka.verb in (l12)'),
      'LOAD_ERR_VALIDATE: Lists make a condition longer than 16777216 characters',
    ],
    ['a regular expression', rule('r', `ka.verb regex "(a|aa)*(a|aa)*(a+)+(a*)*b"`), undefined],
  ])('with %s', { timeout: maxMs }, (_, text, error) => {
    const loaded = loadText(text);
    expect(loaded.results[0]?.errors.map(({ code, message }) => `${code}: ${message}`)).toEqual(error ? [error] : []);
    for (const result of loaded.results) expect(resultText(result, loaded.contents).length).toBeLessThan(100_000);
  });

  it('never does more than fail', () => {
    const word = fc.constantFrom(
      '- ',
      'rule: r',
      'list: l',
      'macro: m',
      'items: [l, a]',
      'condition: m and ka.verb in (l)',
      'output: x',
      'desc: d',
      'priority: INFO',
      'append: true',
      'override: {condition: append}',
      'exceptions: [{name: e, fields: ka.uri, values: [a]}]',
      '\n',
      '\n  ',
      '\n- ',
      '---\n',
      ': ',
      '{',
      '[',
      '"',
      '&a ',
      '*a',
      '!t ',
      '#',
      '\t',
      'é',
      '\u2028',
      '~',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const loaded = loadText(words.join(''));
        for (const result of loaded.results) {
          expect(result.isSuccessful).toBe(result.errors.length === 0);
          JSON.stringify(resultJson(result, loaded.contents));
          resultText(result, loaded.contents);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('gives findings for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(Array.isArray(findingsOf(loadText(text)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
