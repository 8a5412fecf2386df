import type { DeadLetterRecord, Delivered, SetAside } from '#journal/journal.ts';
import type { AttemptResult, Batch } from './attempt.ts';
import { failedAgain, type PendingAlert } from './pending-alert.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { Moment } from './steady-time.ts';

/** What is to become of the alerts of a message that did not arrive, or not wholly. */
export interface Sorted {
  readonly dead: readonly DeadLetterRecord[];
  readonly again: readonly PendingAlert[];
  /** The alerts have to go in smaller messages, since one of them spoils it for the others. */
  readonly isSpoilt: boolean;
}

/** An answer to a whole message condemns none of its alerts: each is heard alone before it dies. */
export function sortFailed(
  batch: Batch,
  { failed, failure }: AttemptResult,
  policy: DeliveryPolicy,
  now: Moment,
): Sorted {
  const isOwnAnswer = failure === undefined || batch.length === 1;
  const counted = failed.map((one) => failedAgain(one.pending, one.failure, isOwnAnswer, now.steadyMs));
  const records = new Map(counted.map((pending) => [pending, deadLetterRecord(pending, policy, now)]));
  const dead = [...records.values()].filter((record) => record !== undefined);
  const isAnswer = failure?.kind === 'rejected' || failure?.isAnswered === true;
  if (batch.length > 1 && dead.length > 0 && isAnswer) return { dead: [], again: counted, isSpoilt: true };
  return { dead, again: counted.filter((pending) => !records.get(pending)), isSpoilt: false };
}

/** What the journal keeps of a message that arrived. */
export function deliveredRecord({ delivered, receipt, latencyMs }: AttemptResult, atMs: number): Delivered {
  return {
    seqs: delivered.map(({ entry }) => entry.seq),
    atMs,
    attempts: Math.max(...delivered.map(({ attempts }) => attempts)) + 1,
    latencyMs,
    ...receipt,
  };
}

/** The dead letter, if the last failure was final or went on for too long. `pending` counts that failure already. */
export function deadLetterRecord(
  pending: PendingAlert,
  { giveUpAfterMs }: DeliveryPolicy,
  { atMs, steadyMs }: Moment,
): DeadLetterRecord | undefined {
  const { entry, attempts, lastFailure: failure, firstFailedAtMs = steadyMs } = pending;
  if (!failure) return undefined;
  const isFinal = failure.kind === 'rejected';
  const failingMs = steadyMs - firstFailedAtMs;
  const isTooOld = failure.kind !== 'misconfigured' && failingMs >= giveUpAfterMs;
  if (!isFinal && !isTooOld) return undefined;
  return {
    seq: entry.seq,
    atMs,
    attempts,
    reason: isFinal ? failure.message : `gave up after ${hours(failingMs)}: ${failure.message}`,
    ...(failure.status !== undefined && { status: failure.status }),
    ...(failure.answer !== undefined && { answer: failure.answer }),
  };
}

/** Out of its lane, to be tried again in the background: soon at first, for it may have been bad luck. */
export function setAsideRecord(
  { entry, attempts, firstFailedAtMs, lastFailure }: PendingAlert,
  delayMs: number,
  steadyMs: number,
): SetAside {
  return {
    seq: entry.seq,
    attempts,
    firstFailedAtMs: firstFailedAtMs ?? steadyMs,
    nextAttemptAtMs: steadyMs + delayMs,
    reason: lastFailure?.message ?? 'not tried yet',
  };
}

function hours(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
