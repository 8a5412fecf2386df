import { expect, it } from 'vitest';
import { lengthMs, lengthName, rangeOf, readTimeSearch, searchOf, shifted, spanOf, widened } from './time-range.ts';

const hourMs = 3_600_000;
const nowMs = Date.parse('2026-11-25T04:00:00Z');

it('reads what is in the URL, and nothing else', () => {
  expect(readTimeSearch({ range: '3h' })).toEqual({ range: '3h' });
  expect(readTimeSearch({ range: 'for ever' })).toEqual({});
  expect(readTimeSearch({ from: '2026-11-20T02:00Z', until: '2026-11-20T03:14Z' })).toEqual({
    from: '2026-11-20T02:00Z',
    until: '2026-11-20T03:14Z',
  });
  expect(readTimeSearch({ from: '2026-11-20T03:14Z', until: '2026-11-20T02:00Z', range: '1h' })).toEqual({
    range: '1h',
  });
});

it('writes the shortest URL that says the same', () => {
  expect(searchOf({ kind: 'relative', length: '24h' })).toEqual({});
  expect(searchOf({ kind: 'relative', length: '7d' })).toEqual({ range: '7d' });
  const absolute = {
    kind: 'absolute',
    fromMs: Date.parse('2026-11-20T02:00Z'),
    untilMs: Date.parse('2026-11-20T03:14:07Z'),
  } as const;
  expect(searchOf(absolute)).toEqual({ from: '2026-11-20T02:00Z', until: '2026-11-20T03:14:07Z' });
  expect(rangeOf(searchOf(absolute))).toEqual(absolute);
});

it('names lengths', () => {
  expect(['15m', '1h', '24h', '7d', '2w'].map(lengthName)).toEqual([
    'Last 15 minutes',
    'Last hour',
    'Last 24 hours',
    'Last 7 days',
    'Last 2 weeks',
  ]);
  expect(lengthMs('90m')).toBe(1.5 * hourMs);
  expect(lengthMs('0h')).toBeUndefined();
});

it('moves by its own length, and never beyond now', () => {
  const range = { kind: 'relative', length: '1h' } as const;
  expect(spanOf(shifted(range, -1, nowMs), nowMs)).toEqual({ fromMs: nowMs - 2 * hourMs, untilMs: nowMs - hourMs });
  expect(spanOf(shifted(range, 1, nowMs), nowMs)).toEqual({ fromMs: nowMs - hourMs, untilMs: nowMs });
});

it('zooms out around the middle', () => {
  const range = { kind: 'absolute', fromMs: nowMs - 4 * hourMs, untilMs: nowMs - 2 * hourMs } as const;
  expect(spanOf(widened(range, nowMs), nowMs)).toEqual({ fromMs: nowMs - 5 * hourMs, untilMs: nowMs - hourMs });
});
