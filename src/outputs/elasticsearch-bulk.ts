import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Json } from '#kit/json.ts';
import { answerList } from './answer-list.ts';
import { answerOf, DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';

/**
 * Which alerts of a bulk request failed, and how. Of a long answer only the beginning is there: alerts that it does not
 * reach are tried again, and those among them that had arrived are answered 409 then.
 * @throws MisconfiguredError where this is no answer of the bulk API
 */
export function bulkFailures(response: HttpResponse, alerts: readonly Alert[]): ReadonlyMap<Alert, Error> {
  const hasErrors = /"errors"\s*:\s*(true|false)/.exec(response.text)?.[1];
  if (hasErrors === undefined || !response.text.trimStart().startsWith('{')) {
    throw new MisconfiguredError(
      'The answer is not one of the bulk API: check the option hostport, or set batching.enabled to false',
      answerOf(response),
    );
  }
  if (hasErrors === 'false') return new Map();
  const items = answerList(response.text, 'items');
  const outcomes = alerts.map((alert, index) => [alert, failureOf(items[index])] as const);
  return new Map(outcomes.filter((outcome): outcome is [Alert, Error] => outcome[1] !== undefined));
}

const item = z.object({
  create: z.object({
    status: z.int(),
    error: z
      .object({ type: z.string().catch(''), reason: z.string().catch('') })
      .catch({ type: '', reason: '' })
      .optional(),
  }),
});

const alreadyThere = 409;

function failureOf(read: Json | undefined): Error | undefined {
  const parsed = item.safeParse(read);
  if (!parsed.success) return new DeliveryError('Elasticsearch did not say what became of this alert');
  const { status, error } = parsed.data.create;
  if (status < 300 || status === alreadyThere) return undefined;
  const message = `Elasticsearch answered ${status}: ${[error?.type, error?.reason].filter(Boolean).join(': ')}`;
  return new (errorOf(status))(message, { status });
}

/** As the transport does for whole requests: an index that may not be created, or is read-only, is for the operator. */
function errorOf(status: number) {
  if (status === 401 || status === 403 || status === 404) return MisconfiguredError;
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? RejectedError : DeliveryError;
}
