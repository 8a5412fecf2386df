import { expect, it } from 'vitest';
import { formatAgo, formatDuration, formatTime } from './format-time.ts';

const ms = Date.parse('2020-11-20T03:13:02.933Z');

it.for([
  ['time', '03:13:02'],
  ['milliseconds', '03:13:02.933'],
  ['minutes', '03:13'],
  ['day', '20 Nov 2020'],
  ['day-and-time', '20 Nov 2020 03:13'],
  ['whole', '20 Nov 2020, 03:13:02.933 UTC'],
] as const)('writes %s', ([style, text]) => {
  expect(formatTime(ms, 'utc', style)).toBe(text);
});

it.for([
  [212, '212 ms'],
  [64_000, '64 s'],
  [18 * 60_000, '18 min'],
  [125 * 60_000, '2 h 5 min'],
  [76 * 3_600_000, '3 d 4 h'],
  [27 * 86_400_000, '27 days'],
] as const)('writes %d ms as %s', ([duration, text]) => {
  expect(formatDuration(duration)).toBe(text);
});

it('says how long ago', () => {
  expect(formatAgo(ms, ms + 64_000)).toBe('64 s ago');
  expect(formatAgo(ms, ms + 10)).toBe('just now');
});
