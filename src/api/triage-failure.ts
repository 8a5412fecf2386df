import { TriageError } from '#triage/triage-error.ts';
import { ApiFailure } from './api-failure.ts';

const statuses = { missing: 404, conflict: 409, forbidden: 403 } as const;

/** Does something with groups or views, and has the API answer what they refuse. */
export async function orRefuse<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TriageError) throw new ApiFailure(statuses[error.kind], error.message);
    throw error;
  }
}
