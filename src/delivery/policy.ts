import type { Backoff } from '#kit/backoff.ts';

/** Every number that delivery goes by, in one place. */
export interface DeliveryPolicy {
  /** Between attempts that failed: `maxMs` is `delivery.maxbackoff`. */
  readonly retry: Backoff;
  /** The same while the operator has to mend something. */
  readonly misconfigured: Backoff;
  /** For alerts that stepped aside. */
  readonly setAside: Backoff;
  /** Between attempts to read or write the journal. */
  readonly journal: Backoff;
  /** How long after its first failure an alert becomes a dead letter: `delivery.giveupafter`. */
  readonly giveUpAfterMs: number;
  /** The longest pause that an output may ask for: `delivery.maxretryafter`. */
  readonly maxRetryAfterMs: number;
  /** From so many failures in a row on, there is only one attempt at a time, and that after a pause. */
  readonly openAfterFailures: number;
  /** So many answered failures make an alert step aside, if others are accepted. */
  readonly stepAsideAfterFailures: number;
  /** How many of the following messages are tried, in turn, while the first of a lane keeps failing. */
  readonly maxProbes: number;
  /** What `maxconcurrentrequests: 0` means. */
  readonly unlimitedRequests: number;
  /** How many alerts of a lane may be between being read from the journal and being settled in it. */
  readonly maxHeldAlerts: number;
  /** How many bytes of alerts of a lane may wait to be sent, where these are more than two messages. */
  readonly maxAheadBytes: number;
  /** How many alerts one reading of the journal may bring. */
  readonly maxReadAlerts: number;
  /** How long closing a connection may take, and writing down the last outcomes at a stop. */
  readonly closeMs: number;
}

const secondMs = 1000;
const hourMs = 3600 * secondMs;

export const defaultPolicy: DeliveryPolicy = {
  retry: { initialMs: 500, maxMs: 30 * secondMs },
  misconfigured: { initialMs: 5 * secondMs, maxMs: 300 * secondMs },
  setAside: { initialMs: 10 * secondMs, maxMs: 600 * secondMs },
  journal: { initialMs: 100, maxMs: 5 * secondMs },
  giveUpAfterMs: 72 * hourMs,
  maxRetryAfterMs: hourMs,
  openAfterFailures: 5,
  stepAsideAfterFailures: 5,
  maxProbes: 3,
  unlimitedRequests: 64,
  maxHeldAlerts: 10_000,
  maxAheadBytes: 4 * 1024 * 1024,
  maxReadAlerts: 1000,
  closeMs: 5 * secondMs,
};

/** How many requests to an output may be under way at once. */
export function requestSlots(
  { maxconcurrentrequests }: { readonly maxconcurrentrequests: number },
  { unlimitedRequests }: DeliveryPolicy,
): number {
  return maxconcurrentrequests > 0 ? maxconcurrentrequests : unlimitedRequests;
}
