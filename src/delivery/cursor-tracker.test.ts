import { expect, it } from 'vitest';
import { CursorTracker } from './cursor-tracker.ts';

it('stands before the first alert that is not settled', () => {
  const tracker = new CursorTracker(10);
  for (const seq of [11, 14, 17, 18]) tracker.track(seq);
  tracker.settle(14);
  expect([tracker.cursor, tracker.size]).toEqual([10, 4]);
  tracker.settle(11);
  expect([tracker.cursor, tracker.size]).toEqual([14, 2]);
  tracker.settle(18);
  tracker.settle(17);
  expect([tracker.cursor, tracker.size]).toEqual([18, 0]);
});

it('goes on for long with little', () => {
  const tracker = new CursorTracker(0);
  for (let seq = 1; seq <= 10_000; seq++) {
    tracker.track(seq);
    if (seq > 5) tracker.settle(seq - 5);
  }
  expect([tracker.cursor, tracker.size]).toEqual([9995, 5]);
});
