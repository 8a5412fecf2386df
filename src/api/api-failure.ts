import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiError } from './contract/common.ts';

/** A request that is answered with an error, thrown anywhere on the way. `console-app.ts` writes it as `apiError`. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: ContentfulStatusCode;
  readonly details: Omit<ApiError, 'error'>;

  /** @param message For people: what is wrong, and what to do. */
  constructor(status: ContentfulStatusCode, message: string, details: Omit<ApiError, 'error'> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }

  get body(): ApiError {
    return { error: this.message, ...this.details };
  }
}
