import { describe, expect, it } from 'vitest';
import type { OutputHealth } from '#delivery/health.ts';
import type { OutputLedger } from '#journal/journal.ts';
import { attentionOf, type AttentionFacts } from './attention.ts';

const health = (name: string, changes: Partial<OutputHealth>): OutputHealth => ({
  name,
  type: 'webhook',
  state: 'healthy',
  pause: undefined,
  consecutiveFailures: 0,
  lastError: undefined,
  lastDeliveredAtMs: undefined,
  failingSinceMs: undefined,
  inFlight: 0,
  nextAttemptAtMs: undefined,
  attempts: { ok: 0, error: 0 },
  alerts: { ok: 0, error: 0 },
  latency: { boundsSeconds: [], counts: [], sumSeconds: 0, count: 0 },
  deliveredPerMinute: 0,
  trend: [],
  ...changes,
});
const ledger = (output: string, dead: number): OutputLedger => {
  const counts = { received: 9, delivered: 9 - dead, owed: 0, suppressed: 0, expired: 0 };
  return { output, ...counts, dead, oldestOwedAtMs: undefined };
};
const facts = (changes: Partial<AttentionFacts>): AttentionFacts => ({
  groups: [],
  health: [],
  ledger: [ledger('slack', 4), ledger('mail', 2)],
  deadLetters: [
    { kind: 'deadLetters', output: 'slack', count: 4, reason: '400 no such channel' },
    { kind: 'deadLetters', output: 'mail', count: 2, reason: 'too long' },
  ],
  senders: { nowMs: 0, senders: [] },
  stats: { alerts: 9, bytes: 1, oldestAtMs: undefined, quarantined: [], trouble: undefined },
  ...changes,
});

describe('an output that refuses every alert', () => {
  const lastError = { message: '400 no such channel', status: 400, answer: undefined, atMs: 7 };
  const slack = health('slack', { state: 'refusing', failingSinceMs: 5, lastError });

  it('wants attention once, with the reason and how many became dead letters', () => {
    expect(attentionOf(facts({ health: [slack, health('mail', {})] }))).toEqual([
      { kind: 'output', output: 'slack', state: 'refusing', message: lastError.message, owed: 0, dead: 4, sinceMs: 5 },
      { kind: 'deadLetters', output: 'mail', count: 2, reason: 'too long' },
    ]);
  });

  it('wants none while it is paused, and its dead letters do', () => {
    const paused = health('slack', { state: 'paused', lastError });
    expect(attentionOf(facts({ health: [paused] })).map(({ kind }) => kind)).toEqual(['deadLetters', 'deadLetters']);
  });
});
