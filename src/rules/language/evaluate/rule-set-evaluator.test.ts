import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldCatalog } from '../../fields/field.ts';
import { compileCondition } from '../compile/compile-condition.ts';
import { parseCondition } from '../parse-condition.ts';
import { randomCondition, randomEvent } from '../testing/random-conditions.ts';
import { sampleEvent, sampleFields } from '../testing/sample-fields.ts';
import { buildGraph } from './condition-graph.ts';
import { generateCode } from './generate-code.ts';
import { createRuleSetEvaluator } from './rule-set-evaluator.ts';

describe('a set of rules', () => {
  it('matches what its rules match one by one', () => {
    fc.assert(
      fc.property(
        fc.array(randomCondition, { minLength: 1, maxLength: 8 }),
        fc.array(randomEvent, { minLength: 1, maxLength: 6 }),
        (some, events) => {
          const conditions = [...some, ...some.toReversed()];
          const all = createRuleSetEvaluator(conditions, sampleFields, { ruleMatching: 'all' });
          const first = createRuleSetEvaluator(conditions, sampleFields);
          const references = conditions.map((condition) => compileCondition(condition, sampleFields).matches);
          for (const event of events.map(sampleEvent)) {
            const expected = [...references.keys()].filter((rule) => references[rule]?.(event));
            expect(all(event)).toEqual(expected);
            expect(first(event)).toEqual(expected.slice(0, 1));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps the order of its rules', () => {
    const rules = ['x.text = a', 'x.text exists', 'x.text in (a, b)', 'x.text != b'].map((text) =>
      parseCondition(text),
    );
    const evaluate = createRuleSetEvaluator(rules, sampleFields, { ruleMatching: 'all' });
    expect(evaluate(sampleEvent({ 'x.text': 'a' }))).toEqual([0, 1, 2, 3]);
    expect(evaluate(sampleEvent({ 'x.text': 'b' }))).toEqual([1, 2]);
    expect(evaluate(sampleEvent({ 'x.other': 'b' }))).toEqual([]);
    expect(createRuleSetEvaluator([], sampleFields)(sampleEvent({}))).toEqual([]);
  });

  it('reads a field at most once per event, and only where a rule needs it', () => {
    const reads: string[] = [];
    const counting: FieldCatalog = {
      ...sampleFields,
      reader: (name, argument) => {
        const read = sampleFields.reader(name, argument);
        return (event) => {
          reads.push(name);
          return read(event);
        };
      },
    };
    const rules = [
      'ka.verb != a and x.text contains b and x.text != c',
      'ka.verb contains a and x.other endswith b',
      'x.text contains d or x.text != val(x.text)',
    ];
    const evaluate = createRuleSetEvaluator(
      rules.map((rule) => parseCondition(rule)),
      counting,
    );
    evaluate(sampleEvent({ 'ka.verb': 'b', 'x.text': 'c', 'x.other': 'b' }));
    expect(reads.toSorted()).toEqual(['ka.verb', 'x.text']);
  });

  it('holds nothing of the text of its rules in its code', () => {
    fc.assert(
      fc.property(randomCondition, (condition) => {
        const { functions } = generateCode(buildGraph([condition], sampleFields, new Map()));
        const word = /read|is|holds|relates|compare|value|node|undefined/.source;
        for (const body of functions) expect(body).toMatch(new RegExp(`^(?:${word}|\\d|[()[\\],! ]|&&|\\|\\||!==)+$`));
      }),
    );
    const evil = parseCondition('x.text = "0]; throw 1; //" and a.key["`${1}`"] = "\u2028"');
    const { functions } = generateCode(buildGraph([evil], sampleFields, new Map()));
    expect(functions.join('')).not.toMatch(/throw|`|\u2028/);
  });

  it('evaluates 100,000 terms, wide and deep', () => {
    const terms = Array.from({ length: 100_000 }, (_, index) => `x.text = v${index}`);
    const wide = parseCondition(`${terms.join(' or ')} or x.other contains a`);
    const deep = parseCondition(`${'not ('.repeat(150)}x.text = v7${')'.repeat(150)}`);
    const evaluate = createRuleSetEvaluator([wide, deep], sampleFields, { ruleMatching: 'all' });
    expect(evaluate(sampleEvent({ 'x.text': 'v7' }))).toEqual([0, 1]);
    expect(evaluate(sampleEvent({ 'x.text': 'v99999' }))).toEqual([0]);
    expect(evaluate(sampleEvent({ 'x.text': 'none' }))).toEqual([]);
    expect(evaluate(sampleEvent({ 'x.other': 'a' }))).toEqual([0]);
  });

  it('copes with a condition on fields without end', () => {
    const terms = Array.from({ length: 20_000 }, (_, index) => `a.key[${index}] = a`);
    const evaluate = createRuleSetEvaluator([parseCondition(terms.join(' and '))], sampleFields);
    expect(evaluate(sampleEvent({ 'a.key[0]': 'a' }))).toEqual([]);
  });
});
