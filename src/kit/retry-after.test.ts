import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const nowMs = Date.parse('2026-01-31T12:00:00Z');

it.for([
  ['1', 1000],
  [' 120 ', 120_000],
  ['0.25', 250],
  ['315360000', 315_360_000_000],
  ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
  ['Saturday, 31-Jan-26 12:01:00 GMT', 60_000],
  ['Sat Jan 31 12:00:10 2026 GMT', 10_000],
  ['Sun, 31 Jan 2036 12:00:00 GMT', Date.parse('2036-01-31T12:00:00Z') - nowMs],
] as const)('reads %s as a pause', ([text, pauseMs]) => {
  expect(parseRetryAfter(text, nowMs)).toBe(pauseMs);
});

it.for([
  undefined,
  '',
  '0',
  '0.0',
  '-5',
  'soon',
  '1e3',
  '12 s',
  '0x10',
  'Sat, 31 Jan 2026 11:59:59 GMT',
  'Sat, nonsense',
  '2026-02-01',
])('sees no pause in %s', (text) => {
  expect(parseRetryAfter(text, nowMs)).toBeUndefined();
});
