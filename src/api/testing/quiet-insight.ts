import { systemClock } from '#kit/clock.ts';
import { TrialError } from '#rules/trial-event.ts';
import type { InsightSource } from '../insight/insight-source.ts';

/** An installation without outputs, groups and rules, in which nothing happens. */
export function quietInsight(changes: Partial<InsightSource> = {}): InsightSource {
  return {
    clock: systemClock,
    health: () => [],
    figures: () => ({ received: 0, repeatsDropped: 0, acknowledgedP99Ms: undefined }),
    groups: async () => ({ attention: [], more: 0, openGroups: 0 }),
    onDecision: () => {},
    describedRules: () => [],
    tryRules: () => Promise.reject(new TrialError('rules', 'There are no rules')),
    journalMaxBytes: () => undefined,
    keepsRecords: () => false,
    ...changes,
  };
}
