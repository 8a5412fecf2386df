import { describe, expect, it } from 'vitest';
import { countIn, wholeBuckets } from './brush.ts';
import { markedSpan, markedText } from './overview-search.ts';

const histogram = {
  isExact: true,
  startMs: 1000,
  bucketMs: 100,
  total: 10,
  series: [
    { priority: 'Critical' as const, counts: [0, 1, 0, 2], total: 3 },
    { priority: 'Debug' as const, counts: [1, 2, 3, 1], total: 7 },
  ],
};

describe('the brush', () => {
  it('takes the buckets that it touches, and knows how many alerts they have', () => {
    const span = wholeBuckets(histogram, { fromMs: 1150, untilMs: 1210 });
    expect(span).toEqual({ fromMs: 1100, untilMs: 1300 });
    expect(countIn(histogram, span)).toBe(6);
  });

  it('does not guess where a span cuts through a bucket, or where not all was counted', () => {
    expect(countIn(histogram, { fromMs: 1150, untilMs: 1300 })).toBeUndefined();
    expect(countIn({ ...histogram, isExact: false }, { fromMs: 1100, untilMs: 1300 })).toBeUndefined();
  });

  it('is kept in the address', () => {
    const span = { fromMs: Date.parse('2026-11-20T02:00Z'), untilMs: Date.parse('2026-11-20T03:14:05Z') };
    expect(markedText(span)).toBe('2026-11-20T02:00Z,2026-11-20T03:14:05Z');
    expect(markedSpan(markedText(span))).toEqual(span);
    expect(markedSpan('2026-11-20T02:00Z,nonsense')).toBeUndefined();
    expect(markedSpan('2026-11-20T03:00Z,2026-11-20T02:00Z')).toBeUndefined();
  });
});
