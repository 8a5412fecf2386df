import { expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

it.for([
  ['30s', 30_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['.5s', 500],
  ['+2m', 120_000],
  ['1m0.1s', 60_100],
  ['30d', 2_592_000_000],
  [' 1s ', 1000],
  ['0s', 0],
  ['0', 0],
] as const)('reads %s as %d ms', ([text, ms]) => {
  expect(parseDuration(text)).toBe(ms);
});

it('takes a bare number for nanoseconds, as Falcosidekick does', () => {
  expect(parseDuration('1000000000')).toBe(1000);
});

it('rounds up to a whole millisecond', () => {
  expect(['1ns', '1us', '1µs', '5', '1.0001s'].map(parseDuration)).toEqual([1, 1, 1, 1, 1001]);
});

it.for(['', 's', '-1s', '-1', '1 h', '1h 30m', '5 minutes', '1x', '1e3s', '1.5', 'Infinity', '9'.repeat(400)])(
  '%j is not a duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
