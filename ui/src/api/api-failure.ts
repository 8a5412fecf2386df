import type { ApiError } from './contract.ts';

/** An answer of 400 and above, or none at all. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** 0 if there was no answer. */
  readonly status: number;
  readonly position: ApiError['position'];
  readonly suggestion: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, { error, position, suggestion, retryAfterMs, requestId }: ApiError) {
    super(error);
    this.status = status;
    this.position = position;
    this.suggestion = suggestion;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
  }
}

/** What to show of anything that was thrown. */
export function failureText(error: unknown): string {
  return error instanceof Error ? error.message : 'Unknown error';
}

export function requestIdOf(error: unknown): string | undefined {
  return error instanceof ApiFailure ? error.requestId : undefined;
}
