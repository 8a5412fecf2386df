import type { AccountError } from '#accounts/account-error.ts';
import { ApiFailure } from './api-failure.ts';

const statuses = { invalid: 400, missing: 404, conflict: 409, refused: 401, busy: 503 } as const;

/** What the API answers where accounts refuse. */
export function accountFailure({ kind, message, retryAfterMs }: AccountError): ApiFailure {
  return new ApiFailure(
    statuses[kind],
    message,
    retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) },
  );
}
