import type { DeadLetterRecord, Delivered, SetAside, Suppressed } from '../journal.ts';

export const delivered = (...seqs: number[]): Delivered => ({ seqs, atMs: 1, attempts: 1, latencyMs: 2 });

export const suppressed = (...seqs: number[]): Suppressed => ({ seqs, atMs: 1, reason: 'below the minimum priority' });

export const setAside = (seq: number, nextAttemptAtMs = 100): SetAside => ({
  seq,
  attempts: 5,
  firstFailedAtMs: 10,
  nextAttemptAtMs,
  reason: 'answered 500',
});

export const death = (seq: number): DeadLetterRecord => ({
  seq,
  atMs: 50,
  attempts: 3,
  reason: 'refused with 400',
  status: 400,
  answer: 'no such channel',
});
