import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyOffer, offerFields, offerPriorities, offerValues, typingAt } from './completion.ts';
import { highlight } from './highlight.ts';

it('shows the text as it is, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const shown = highlight(text).flatMap(({ pieces }) => pieces.map((piece) => piece.text));
      expect(shown.join('')).toBe(text);
    }),
  );
});

it('tells fields, signs and values apart', () => {
  const chips = highlight('-rule:"a b" priority>=notice or shadow');
  expect(
    chips.filter(({ isTerm }) => isTerm).map(({ isNegated, pieces }) => [isNegated, pieces.map(({ kind }) => kind)]),
  ).toEqual([
    [true, ['not', 'field', 'operator', 'value']],
    [false, ['field', 'operator', 'value']],
    [false, ['text']],
  ]);
});

it.for([
  ['', 0, { kind: 'field', prefix: '', start: 0, end: 0 }],
  ['na', 2, { kind: 'field', prefix: 'na', start: 0, end: 2 }],
  ['rule:x names', 12, { kind: 'field', prefix: 'names', start: 7, end: 12 }],
  ['namespace:', 10, { kind: 'value', field: 'namespace', prefix: '', start: 10, end: 10 }],
  ['namespace:pay rule:x', 13, { kind: 'value', field: 'namespace', prefix: 'pay', start: 10, end: 13 }],
  ['rule:"Terminal sh', 17, { kind: 'value', field: 'rule', prefix: 'Terminal sh', start: 5, end: 17 }],
] as const)('knows what is typed in "%s" at %d', ([text, caret, typing]) => {
  expect(typingAt(text, caret)).toEqual(typing);
});

it('never fails on what is half typed', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(50), (text, caret) => {
      const typing = typingAt(text, Math.min(caret, text.length));
      expect(typing.start).toBeLessThanOrEqual(typing.end);
    }),
  );
});

it('offers fields, and writes the one that was taken in place of what was typed', () => {
  const typing = typingAt('na rule:x', 2);
  if (typing.kind !== 'field') throw new Error('A field is typed');
  const [first] = offerFields(typing, ['proc.name']);
  expect(first && applyOffer('na rule:x', first)).toEqual({ text: 'namespace: rule:x', caret: 10 });
});

it('offers values, quoted where they must be', () => {
  const typing = typingAt('rule:term', 9);
  if (typing.kind !== 'value') throw new Error('A value is typed');
  const [first] = offerValues(typing, [{ value: 'Terminal shell in container', count: 30 }], String);
  expect(first).toMatchObject({ label: 'Terminal shell in container', aside: '30' });
  expect(first && applyOffer('rule:term', first).text).toBe('rule:"Terminal shell in container" ');
  expect(offerPriorities({ ...typing, prefix: 'wa' }).map(({ label }) => label)).toEqual(['warning']);
});
