import { z } from 'zod';
import { answerOf, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';
import { answerJson } from './answer-json.ts';

const answer = z.object({
  status: z.string().optional().catch(undefined),
  errors: z.array(z.unknown()).catch([]),
});

/** Datadog answers `{"status":"ok"}` or `{}`, and lists what it did not like as `errors`. */
export function refuseErrors(response: HttpResponse): void {
  const { status, errors } = answerJson(response.text, answer) ?? { status: undefined, errors: [] };
  if (status !== 'error' && errors.length === 0) return;
  const reasons = errors.map((error) => (typeof error === 'string' ? error : JSON.stringify(error)));
  throw new RejectedError(`Datadog refused the alert: ${reasons.join('; ') || 'no reason given'}`, answerOf(response));
}
