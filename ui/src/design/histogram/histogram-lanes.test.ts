import fc from 'fast-check';
import { expect, it } from 'vitest';
import { priorities } from '#alert/priority.ts';
import { bucketsOf, describe, lanesOf } from './histogram-lanes.ts';

const data = fc
  .tuple(fc.integer({ min: 1, max: 120 }), fc.subarray([...priorities]))
  .chain(([length, names]) =>
    fc.tuple(
      ...names.map((priority) =>
        fc
          .array(fc.nat(5000), { minLength: length, maxLength: length })
          .map((counts) => ({ priority, counts, total: counts.reduce((sum, count) => sum + count, 0) })),
      ),
    ),
  )
  .map((series) => ({
    startMs: 0,
    bucketMs: 60_000,
    series,
    total: series.reduce((sum, { total }) => sum + total, 0),
  }));

it('draws every alert once', () => {
  fc.assert(
    fc.property(data, (histogram) => {
      const buckets = bucketsOf(histogram);
      const drawn = buckets.flatMap(({ upper, lower }) => [...upper, ...lower]);
      expect(drawn.reduce((sum, { count }) => sum + count, 0)).toBe(histogram.total);
      expect(buckets.reduce((sum, { total }) => sum + total, 0)).toBe(histogram.total);
    }),
  );
});

it('has room for the tallest bar in each lane', () => {
  fc.assert(
    fc.property(data, (histogram) => {
      const buckets = bucketsOf(histogram);
      for (const { name, top } of lanesOf(buckets)) {
        const highest = Math.max(
          0,
          ...buckets.map((bucket) => bucket[name].reduce((sum, { count }) => sum + count, 0)),
        );
        expect(top).toBeGreaterThanOrEqual(highest);
        expect(top).toBeLessThanOrEqual(Math.max(1, highest * 1.5));
      }
    }),
  );
});

it('stacks the most urgent on top, and tells of the highest', () => {
  const histogram = {
    startMs: 0,
    bucketMs: 1000,
    series: [
      { priority: 'Warning', counts: [3, 1], total: 4 },
      { priority: 'Critical', counts: [2, 0], total: 2 },
    ],
    total: 6,
  } as const;
  const buckets = bucketsOf(histogram);
  expect(buckets[0]?.upper.map(({ priority }) => priority)).toEqual(['Warning', 'Critical']);
  expect(describe(buckets, 6, (ms) => `${ms}`)).toBe('Alerts from 0 to 2000, 6 in all. Most, 5, from 0 on.');
});
