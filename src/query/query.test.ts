import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenValues, toggleExcluded, toggleIncluded, withoutField } from './edit-query.ts';
import { evaluate, matchesPattern, requiredTerms, type Subject } from './evaluate.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';
import { QueryError, type Query } from './query.ts';

const alert: Readonly<Record<string, readonly string[]>> = {
  priority: ['Warning'],
  rule: ['Terminal shell in container'],
  namespace: ['payments'],
  hostname: ['node-10'],
  tag: ['container', 'mitre_execution', 'T1059'],
  time: ['2026-11-20T03:13:02.933Z'],
  'proc.name': ['bash'],
  'evt.count': ['12'],
  'proc.args': [''],
};
const subject: Subject = {
  values: (field) => alert[field] ?? [],
  contains: (term) => 'a shell /etc/shadow cve-2024-3094 "quoted"'.includes(term.toLowerCase()),
};

describe('a query', () => {
  it.for([
    '',
    'rule:"Terminal shell in container" -k8s.ns.name:kube-system priority>=warning /etc/shadow',
    'rule:"terminal SHELL in container"',
    'rule:Terminal*',
    'rule~shell',
    'Priority:warning',
    'priority>notice priority<=warning',
    'host:(node-9 or node-10)',
    'hostname:(node-9 node-10)',
    'tag:T1059 tag:container',
    'evt.count>5 evt.count<=12',
    'time>=2026-11-20T03:00Z',
    'CVE-2024-3094',
    '"\\"quoted\\""',
    'a',
    'nothing or a',
    'not nothing',
    '-(nothing or proc.name:zsh)',
    '--nothing or a',
    'proc.name!=zsh',
    'proc.name:*',
    '-proc.args:*',
    'http://nowhere or a',
    'foo(bar) or a',
  ])('holds: %s', (text) => {
    const query = parseQuery(text);
    expect(evaluate(query, subject)).toBe(true);
    expect(evaluate(parseQuery(printQuery(query)), subject)).toBe(true);
  });

  it.for([
    'rule:Terminal',
    'rule:"Terminal*"',
    'priority>warning',
    'priority:alert or nothing',
    'proc.name:sh',
    'proc.name>5',
    'evt.count>12',
    'k8s.pod.name:*',
    '-a',
    'a nothing or b nothing',
  ])('does not hold: %s', (text) => expect(evaluate(parseQuery(text), subject)).toBe(false));

  it.for<[string, string, string, string?]>([
    ['a "b', 'This quotation mark has no other half.', '"b'],
    ['(a', 'This parenthesis is not closed.', '('],
    ['a )', 'This parenthesis closes nothing. Quote it to look for it.', ')'],
    ['a rule:', 'A value must follow "rule:".', 'rule:'],
    ['a or', 'The query ends where a term should follow.', ''],
    ['or a', 'A term should stand here. Quote it to look for the word.', 'or'],
    ['rule:(a or', 'The query ends where a value should follow.', ''],
    ['a priority>=warnnig', 'No priority is called "warnnig".', 'warnnig', 'warning'],
  ])('says what is wrong with %s', ([text, message, place, suggestion]) => {
    const error = errorOf(() => parseQuery(text));
    expect(error.message).toBe(message);
    expect(text.slice(error.position.start, error.position.end)).toBe(place);
    expect(error.suggestion).toBe(suggestion);
  });

  it('says so when it is nested too deeply', () => {
    expect(errorOf(() => parseQuery('('.repeat(100_000))).message).toBe('The query is nested too deeply.');
    expect(errorOf(() => parseQuery('not '.repeat(100_000))).message).toBe('The query is nested too deeply.');
  });

  it('is undecided only where what is not known decides', () => {
    const label: Subject = { values: (field) => (field === 'rule' ? ['A'] : undefined), contains: () => undefined };
    const decided = (text: string) => evaluate(parseQuery(text), label);
    expect(['rule:A', 'rule:B', 'rule:B word', 'rule:A or word', 'rule:A word', '-word'].map(decided)).toEqual([
      true,
      false,
      false,
      true,
      undefined,
      undefined,
    ]);
  });

  it('names the terms that must occur', () => {
    expect(requiredTerms(parseQuery('/etc/shadow proc.name:nc rule:x -b (c or d) "e f"'))).toEqual([
      '/etc/shadow',
      'nc',
      'e f',
    ]);
  });

  it('means the same when it is printed and read again', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const text = printQuery(query);
        const again = parseQuery(text);
        expect(printQuery(again)).toBe(text);
        expect(evaluate(again, subject)).toBe(evaluate(query, subject));
      }),
    );
  });

  it('is read or refused, whatever the text', () => {
    const sign = fc.constantFrom('(', ')', '"', '\\', '-', ':', '*', ' ', 'or', 'a', 'rule', '>=', 'é', '[', ']');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 30 }), (signs) => {
        try {
          printQuery(parseQuery(signs.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
    );
  });
});

describe('editing', () => {
  it('includes, excludes and takes back', () => {
    const steps = [
      (query: Query) => toggleIncluded(query, 'namespace', 'payments'),
      (query: Query) => toggleIncluded(query, 'namespace', 'ci runners'),
      (query: Query) => toggleExcluded(query, 'rule', 'a "b"'),
      (query: Query) => toggleExcluded(query, 'namespace', 'payments'),
      (query: Query) => toggleIncluded(query, 'namespace', 'payments'),
      (query: Query) => toggleExcluded(query, 'rule', 'a "b"'),
      (query: Query) => withoutField(query, 'namespace'),
    ];
    let query = parseQuery('priority>=notice');
    const texts = steps.map((step) => printQuery((query = step(query))));
    expect(texts).toEqual([
      'priority>=Notice namespace:payments',
      'priority>=Notice namespace:(payments or "ci runners")',
      'priority>=Notice namespace:(payments or "ci runners") -rule:"a \\"b\\""',
      'priority>=Notice -rule:"a \\"b\\"" namespace:"ci runners" -namespace:payments',
      'priority>=Notice -rule:"a \\"b\\"" namespace:("ci runners" or payments)',
      'priority>=Notice namespace:("ci runners" or payments)',
      'priority>=Notice',
    ]);
  });

  it('tells what is chosen', () => {
    const query = parseQuery('hostname:(a or b) -host:c rule~x -(hostname:d or rule:e)');
    expect(chosenValues(query, 'hostname')).toEqual({ included: ['a', 'b'], excluded: ['c'] });
  });
});

it('matches patterns as it should, and in linear time', () => {
  const star = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 }).map((parts) => parts.join(''));
  const value = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(value, star, (text, pattern) => {
      expect(matchesPattern(text, pattern)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
    }),
  );
  expect(matchesPattern('a'.repeat(100_000), `${'a*'.repeat(1000)}b`)).toBe(false);
});

const at = { start: 0, end: 0 };
const word = fc.oneof(
  fc.constantFrom('a', 'or', '-x', 'rule:a', 'a b', '"', '\\', '*', '', '(', 'payments'),
  fc.string(),
);
const comparison: fc.Arbitrary<Query> = fc
  .record({ field: fc.constantFrom('rule', 'namespace', 'proc.name'), value: word, isPattern: fc.constant(false) })
  .map((parts) => ({ kind: 'comparison', operator: ':', at, ...parts }));
const text: fc.Arbitrary<Query> = fc
  .record({ text: word, isQuoted: fc.boolean() })
  .map((parts) => ({ kind: 'text', at, ...parts }));
const anyQuery = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4 },
    comparison,
    text,
    fc
      .record({ kind: fc.constantFrom('and', 'or'), queries: fc.array(tie('query'), { minLength: 2, maxLength: 3 }) })
      .map((parts): Query => parts),
    tie('query').map((query): Query => ({ kind: 'not', query, at })),
  ),
})).query;

function errorOf(work: () => unknown): QueryError {
  try {
    work();
  } catch (error) {
    if (error instanceof QueryError) return error;
  }
  throw new Error('no QueryError');
}
