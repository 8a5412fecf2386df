import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const backoff = { initialMs: 500, maxMs: 30_000 };
const almostOne = () => 1 - Number.EPSILON;

it('doubles its ceiling with each failure, up to the limit', () => {
  const ceilings = [1, 2, 3, 6, 7, 8, 2000].map((failures) => backoffMs(backoff, failures, almostOne));
  expect(ceilings).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
});

it('waits anything between nothing and the ceiling', () => {
  expect(backoffMs(backoff, 2, () => 0)).toBe(0);
  expect(backoffMs(backoff, 2, () => 0.5)).toBe(500);
});
