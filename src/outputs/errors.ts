import type { Alert } from '#alert/alert.ts';

/** What the other side answered, for the operator. */
export interface Answer {
  /** HTTP status, where there is one. */
  readonly status?: number | undefined;
  /** The beginning of the answer, at most 2 kB. */
  readonly answer?: string | undefined;
  readonly cause?: unknown;
}

const maxAnswerLength = 2048;

/** What of an HTTP answer is kept. */
export function answerOf({ status, text }: { readonly status: number; readonly text: string }) {
  return { status, answer: text.slice(0, maxAnswerLength) };
}

/** A delivery that failed and may be tried again. Any error that is not one of those below means the same. */
export class DeliveryError extends Error {
  override readonly name: string = 'DeliveryError';
  readonly status: number | undefined;
  readonly answer: string | undefined;

  constructor(message: string, { status, answer, cause }: Answer = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.answer = answer;
  }
}

/** Sending this again cannot help: the alerts go to the dead letters. */
export class RejectedError extends DeliveryError {
  override readonly name = 'RejectedError';
}

/** The operator must mend something first (a wrong token, a missing page): tried again, but slowly. */
export class MisconfiguredError extends DeliveryError {
  override readonly name = 'MisconfiguredError';
}

/** The other side asked for a pause: tried again, but not before `retryAfterMs`. */
export class ThrottledError extends DeliveryError {
  override readonly name = 'ThrottledError';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, answer: Answer = {}) {
    super(message, answer);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Part of a batch arrived: only the alerts named here are treated as failed, each by its own error. */
export class PartialDeliveryError extends DeliveryError {
  override readonly name = 'PartialDeliveryError';
  readonly failures: ReadonlyMap<Alert, Error>;

  constructor(failures: ReadonlyMap<Alert, Error>, answer: Answer = {}) {
    super(`${failures.size} alerts of the batch failed`, answer);
    this.failures = failures;
  }
}
