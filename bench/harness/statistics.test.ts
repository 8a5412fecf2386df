import { expect, it } from 'vitest';
import { percentile } from './statistics.ts';

it('gives the least value that so many do not exceed, in any order', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([0.05, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 10, 19, 20]);
  expect(values[0]).toBe(20);
});

it('has no value of nothing', () => {
  expect(percentile([], 0.5)).toBeNaN();
});
