import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, decodeSeqs, encodeSeqs, seqRange } from './seq-list.ts';

it('gives back any list', () => {
  const seq = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(fc.uniqueArray(seq, { minLength: 1 }), (seqs) => {
      const sorted = ascending(seqs);
      expect(decodeSeqs(sorted[0] ?? 0, encodeSeqs(sorted))).toEqual(sorted);
    }),
  );
});

it('takes a byte for a small gap', () => {
  expect(encodeSeqs([1_000_000_007, 1_000_000_009, 1_000_000_100])).toEqual(Uint8Array.from([2, 91]));
});

it('knows what lies between', () => {
  expect(seqRange(3, 5)).toEqual([3, 4, 5]);
});
