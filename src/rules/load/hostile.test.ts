import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSplitLimits, splitEvents } from '../fields/split-events.ts';
import { podCreated, ruleSetOf } from '../testing/rule-set-of.ts';
import { checkText } from './check-text.ts';
import { resultJson } from './result-json.ts';
import { resultText } from './result-text.ts';
import { findingsOf, loadText, rule } from './testing/load-text.ts';

/** Generous, as several tests share the processor; what this is about would take minutes or for ever. */
const maxMs = 20_000;

const many = <Item>(count: number, item: (at: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, at) => item(at));
const exception = (at: number): string => `{name: e${at}, fields: ka.uri, values: [a${at}]}`;
const tooLarge = (bytes: number): string =>
  `LOAD_ERR_FILE_READ: The file has ${bytes} bytes; a rules file may have 2097152: divide it, and append to its lists in the second file`;

const chained = (count: number) =>
  Array.from({ length: count }, (_, at) => `&a${at + 1} [*a${at}, *a${at}]`).join(', ');
const crossed = Array.from({ length: 12 }, (_, at) => {
  return `- list: l${12 - at}\n  items: [${Array.from({ length: 12 }, () => `l${11 - at}`).join(', ')}]\n`;
}).join('');

describe('a hostile rules file', () => {
  it.each([
    ['100,000 terms', rule('r', many(100_000, (at) => `ka.verb = ${at}`).join(' or ')), undefined],
    [
      '100,000 terms of which all must hold',
      rule('r', many(100_000, (at) => `ka.verb!=${at}`).join(' and ')),
      undefined,
    ],
    ['many values', rule('r', `ka.verb in (${many(100_000, (at) => `v${at}`).join(', ')})`), undefined],
    ['many rules', many(4000, (at) => rule(`r${at}`, `ka.verb = v${at}`)).join(''), undefined],
    ['many macros', many(5000, (at) => `- macro: m${at}\n  condition: ka.verb = a\n`).join(''), undefined],
    ['many lists in each other', many(5000, (at) => `- list: l${at + 1}\n  items: [a, l${at}]\n`).join(''), undefined],
    ['many documents', '---\n- list: l\n  items: []\n'.repeat(3000), undefined],
    ['many exceptions', rule('r', 'ka.verb = a', `exceptions: [${many(4000, exception).join(', ')}]`), undefined],
    ['many tags', rule('r', 'ka.verb = a', `tags: [${many(50_000, (at) => `t${at}`).join(', ')}]`), undefined],
    ['many unknown keys', rule('r', 'ka.verb = a', many(20_000, (at) => `k${at}: v`).join('\n')), undefined],
    ['many duplicate keys', rule('r', 'ka.verb = a', 'desc: other\n'.repeat(50_000).trim()), undefined],
    ['many anchors', many(5000, (at) => `- list: l${at}\n  items: &a${at} [a]\n`).join(''), undefined],
    [
      'an anchor of everything',
      `- list: l\n  items: &a [a, b]\n${many(5000, (at) => `- list: l${at}\n  items: *a\n`).join('')}`,
      undefined,
    ],
    ['many placeholders', rule('r', 'ka.verb = a').replace('out %ka.verb', 'out %ka.verb'.repeat(50_000)), undefined],
    ['10 MB', `${rule('r', 'ka.verb = a')}# ${'x'.repeat(10_000_000)}`, tooLarge(10_000_110)],
    ['10 MB of quotes', '"'.repeat(10_000_000), tooLarge(10_000_000)],
    ['nearly all that it may have', rule('r', 'ka.verb = a').replace('some', 'word '.repeat(400_000)), undefined],
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
    [
      'many regular expressions',
      rule('r', many(1000, (at) => `ka.verb regex "(a|aa){1,50}(b+)+${at}"`).join(' or ')),
      undefined,
    ],
    [
      'a regular expression that repeats what repeats',
      rule('r', 'ka.verb regex "((((a{1,100}){1,100}){1,100}){1,100})"'),
      'LOAD_ERR_COMPILE_CONDITION: invalid regex pattern: invalid repetition size: {1,100}',
    ],
  ])('with %s', { timeout: maxMs }, (_, text, error) => {
    const loaded = loadText(text);
    expect(loaded.results[0]?.errors.map(({ code, message }) => `${code}: ${message}`)).toEqual(error ? [error] : []);
    for (const result of loaded.results) {
      const said = [resultText(result, loaded.contents), checkText(result, loaded.contents)];
      const findings = result.errors.length + result.warnings.length + result.schemaStatus.length;
      for (const words of said) expect(words.length).toBeLessThan(2000 + findings * 1000);
      expect(JSON.stringify(resultJson(result, loaded.contents)).length).toBeLessThan(2000 + findings * 2000);
    }
  });

  it('cannot make a rule slow by a regular expression', { timeout: maxMs }, () => {
    const rules = ruleSetOf(rule('r', `ka.verb regex "(a|aa)*(a|aa)*(a+)+(a*)*b"`));
    const { events } = splitEvents(JSON.stringify(podCreated({ verb: 'a'.repeat(100_000) })), {
      limits: defaultSplitLimits,
      source: 'k8s_audit',
      firstNumber: 1n,
    });
    expect(events).toHaveLength(1);
    expect(events.flatMap((event) => rules.detect(event))).toEqual([]);
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
