import { expect, it } from 'vitest';
import { MinuteCounts } from './minute-counts.ts';

const minuteMs = 60_000;
const startMs = Date.parse('2026-11-20T10:00:30Z');

it('counts by whole minutes, and forgets what is older than half an hour', () => {
  const counts = new MinuteCounts();
  expect(counts.perMinute(startMs)).toBe(0);
  counts.add(3, startMs);
  expect(counts.perMinute(startMs)).toBe(3);
  counts.add(5, startMs + minuteMs);
  expect(counts.perMinute(startMs + minuteMs)).toBe(3);
  expect(counts.perMinute(startMs + 2 * minuteMs)).toBe(4);
  expect(counts.trend(startMs + 2 * minuteMs).slice(-3)).toEqual([0, 3, 5]);
  expect(counts.perMinute(startMs + 6 * minuteMs)).toBe(1);
  expect(counts.trend(startMs + 30 * minuteMs).slice(0, 3)).toEqual([3, 5, 0]);
  expect(counts.trend(startMs + 31 * minuteMs).every((count) => count === 0)).toBe(false);
  expect(counts.trend(startMs + 32 * minuteMs).every((count) => count === 0)).toBe(true);
});

it('adds to the latest minute when the clock is set back', () => {
  const counts = new MinuteCounts();
  counts.add(1, startMs);
  counts.add(1, startMs - 10 * minuteMs);
  expect(counts.trend(startMs + minuteMs).at(-1)).toBe(2);
});
