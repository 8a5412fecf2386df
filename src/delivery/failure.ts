import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from '#outputs/errors.ts';
import type { Mask } from './mask.ts';

/** Why a message did not arrive, and what follows from it. */
export interface Failure {
  /**
   * `rejected`: never again. `throttled`: not before the pause is over. `misconfigured`: slowly, until the operator
   * mends it. `retryable`: with growing pauses.
   */
  readonly kind: 'rejected' | 'throttled' | 'misconfigured' | 'retryable';
  /** For people. Holds no secret. */
  readonly message: string;
  readonly status: number | undefined;
  /** The beginning of the answer. */
  readonly answer: string | undefined;
  /** The pause that was asked for; 0 if none was. */
  readonly retryAfterMs: number;
  /** The other side answered that it could not: it may be this alert that it cannot take. */
  readonly isAnswered: boolean;
}

const maxMessageLength = 1000;
/** So much of a message is looked through for secrets. */
const maxReadLength = 8000;

/** Reads an error as `#outputs/errors.ts` defines them: try again, unless told otherwise. */
export function failureOf(error: unknown, mask: Mask): Failure {
  const known = error instanceof DeliveryError ? error : undefined;
  const retryAfterMs = error instanceof ThrottledError ? error.retryAfterMs : 0;
  return {
    kind: kindOf(error, retryAfterMs),
    message: messageOf(error, mask),
    status: known?.status,
    answer: known?.answer === undefined ? undefined : mask(known.answer),
    retryAfterMs,
    isAnswered: isAnswered(known?.status),
  };
}

/** A failure that came before anything was sent: whatever it says, the alerts are not to blame. */
export function connectFailureOf(error: unknown, mask: Mask): Failure {
  const failure = failureOf(error, mask);
  return { ...failure, kind: failure.kind === 'rejected' ? 'misconfigured' : failure.kind, isAnswered: false };
}

/** A request to pause for no time is no request: the ordinary pauses apply. */
function kindOf(error: unknown, retryAfterMs: number): Failure['kind'] {
  if (error instanceof RejectedError) return 'rejected';
  if (error instanceof MisconfiguredError) return 'misconfigured';
  return retryAfterMs > 0 ? 'throttled' : 'retryable';
}

function isAnswered(status: number | undefined): boolean {
  return status !== undefined && (status >= 500 || status === 408);
}

function messageOf(error: unknown, mask: Mask): string {
  const whole = error instanceof Error ? error.message || error.name : String(error);
  const text = mask(whole.slice(0, maxReadLength));
  return text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)}…` : text;
}
