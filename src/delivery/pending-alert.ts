import type { Entry } from '#journal/journal.ts';
import type { Failure } from './failure.ts';

/** An alert on its way to one output, and how it fared. Never changed: each failure makes a new one. */
export interface PendingAlert {
  readonly entry: Entry;
  readonly bytes: number;
  /** When it was taken from the journal, on the monotonic clock. */
  readonly heldSinceMs: number;
  /** Not to be sent before, on the monotonic clock. */
  readonly notBeforeMs: number;
  readonly attempts: number;
  /** Of the attempts, those where the other side answered that it could not. */
  readonly answeredFailures: number;
  /** By `steadyTime`. */
  readonly firstFailedAtMs: number | undefined;
  readonly lastFailure: Failure | undefined;
  /** The last failure was an answer to this alert and to no other: if anything is wrong with an alert, it is this one. */
  readonly isSuspect: boolean;
  /** Only alerts of one group share a message. 0 is the group of all that were never told apart. */
  readonly group: number;
}

export function pendingAlert(entry: Entry, heldSinceMs: number): PendingAlert {
  return {
    entry,
    bytes: Buffer.byteLength(entry.alert.json),
    heldSinceMs,
    notBeforeMs: 0,
    attempts: 0,
    answeredFailures: 0,
    firstFailedAtMs: undefined,
    lastFailure: undefined,
    isSuspect: false,
    group: 0,
  };
}

/** The alert after one more attempt that failed, with an answer to it alone or to a whole message. */
export function failedAgain(
  pending: PendingAlert,
  failure: Failure,
  isOwnAnswer: boolean,
  steadyMs: number,
): PendingAlert {
  return {
    ...pending,
    attempts: pending.attempts + 1,
    answeredFailures: pending.answeredFailures + (failure.isAnswered ? 1 : 0),
    firstFailedAtMs: pending.firstFailedAtMs ?? steadyMs,
    lastFailure: failure,
    isSuspect: isOwnAnswer && failure.isAnswered,
  };
}
