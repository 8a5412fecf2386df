import { expect, it } from 'vitest';
import { askedAtOnce, fateQuestion, withFates } from './fates-of.ts';
import type { AlertRow } from './row.ts';

const alert = {
  uuid: 'u',
  output: 'o',
  priority: 'Warning',
  rule: 'r',
  time: '2026-11-24T10:00:00Z',
  output_fields: {},
  source: 'syscall',
} as const;
const row = (seq: number, ...states: readonly ('delivered' | 'owed')[]): AlertRow => ({
  entry: { seq, receivedAtMs: seq * 10, lane: 'normal', alert },
  pips: states.map((state) => ({ output: 'loki', state })),
});
const unknown = (seq: number): AlertRow => ({ entry: row(seq).entry, pips: undefined });

it('asks for nothing once all have arrived', () => {
  expect(fateQuestion([row(3, 'delivered'), row(2, 'delivered')])).toEqual({ fromMs: undefined, againMs: false });
  expect(fateQuestion([row(3)])).toEqual({ fromMs: undefined, againMs: false });
});

it('asks soon for what nothing is known of, from the oldest on', () => {
  const rows = [unknown(4), row(3, 'delivered'), row(2, 'owed'), row(1, 'delivered')];
  expect(fateQuestion(rows)).toEqual({ fromMs: 20, againMs: 1000 });
});

it('asks now and then for what is owed', () => {
  expect(fateQuestion([row(4, 'delivered'), row(3, 'owed')])).toEqual({ fromMs: 30, againMs: 5000 });
});

it('asks for no more than one answer holds', () => {
  const rows = [...Array.from({ length: askedAtOnce }, (_, index) => row(1000 - index, 'delivered')), unknown(1)];
  expect(fateQuestion(rows).fromMs).toBeUndefined();
});

it('puts in what was told, and keeps rows of which nothing changed', () => {
  const rows = [unknown(3), row(2, 'delivered'), row(1, 'owed')];
  const told = new Map([
    [3, row(3, 'owed')],
    [2, row(2, 'delivered')],
    [1, row(1, 'delivered')],
  ]);
  const now = withFates(rows, told);
  expect(now.map(({ pips }) => pips?.[0]?.state)).toEqual(['owed', 'delivered', 'delivered']);
  expect(now[1]).toBe(rows[1]);
});
