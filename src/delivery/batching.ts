import type { BatchLimits } from '#outputs/output.ts';
import type { PendingAlert } from './pending-alert.ts';

export interface BatchRules {
  readonly limits: BatchLimits;
  /** Nothing may overtake what waits in front of it: one request at a time promises the order. */
  readonly isStrict: boolean;
}

/** Which of the pending alerts go into the next message, or how long there is nothing to send. */
export type BatchChoice = BatchRange | { readonly waitMs: number };

export interface BatchRange {
  readonly from: number;
  readonly until: number;
}

/** Outputs that do not batch get one alert a message. */
export const singly: BatchLimits = { maxAlerts: 1 };

/** The first message that may go now. */
export function chooseBatch(pending: readonly PendingAlert[], rules: BatchRules, nowMs: number): BatchChoice {
  const from = rules.isStrict ? 0 : pending.findIndex(({ notBeforeMs }) => notBeforeMs <= nowMs);
  const first = pending[Math.max(0, from)];
  if (!first) return { waitMs: Number.POSITIVE_INFINITY };
  if (from < 0) return { waitMs: Math.min(...pending.map(({ notBeforeMs }) => notBeforeMs)) - nowMs };
  if (first.notBeforeMs > nowMs) return { waitMs: first.notBeforeMs - nowMs };

  const until = endOfBatch(pending, from, rules, nowMs);
  const lingerMs = first.heldSinceMs + (rules.limits.lingerMs ?? 0) - nowMs;
  if (lingerMs > 0 && first.attempts === 0 && mayGrow(pending, from, until, rules)) return { waitMs: lingerMs };
  return { from, until };
}

/** The message that comes so many messages after the first, if there is one: tried while the first cannot get through. */
export function chooseProbe(
  pending: readonly PendingAlert[],
  rules: BatchRules,
  nowMs: number,
  distance: number,
): BatchRange | undefined {
  let from = 0;
  for (let passed = 0; passed < distance; passed++) {
    if (from < pending.length) from = endOfBatch(pending, from, rules, nowMs);
  }
  return from < pending.length ? { from, until: endOfBatch(pending, from, rules, nowMs) } : undefined;
}

/** At least one alert, however large. */
function endOfBatch(pending: readonly PendingAlert[], from: number, { limits, isStrict }: BatchRules, nowMs: number) {
  const group = pending[from]?.group;
  const maxBytes = limits.maxBytes ?? Number.POSITIVE_INFINITY;
  let bytes = pending[from]?.bytes ?? 0;
  let until = from + 1;
  for (; until < pending.length && until - from < limits.maxAlerts; until++) {
    const next = pending[until];
    if (!next || next.group !== group || bytes + next.bytes > maxBytes) break;
    if (!isStrict && next.notBeforeMs > nowMs) break;
    bytes += next.bytes;
  }
  return until;
}

/** Whether alerts that arrive later could still join. */
function mayGrow(pending: readonly PendingAlert[], from: number, until: number, { limits }: BatchRules): boolean {
  return until === pending.length && until - from < limits.maxAlerts;
}
