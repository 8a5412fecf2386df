import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { answerList } from './answer-list.ts';
import { answerOf, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';

/**
 * Reads how many documents were taken, and which were not. The counts come first in the answer, before anything that is
 * taken from a document. See https://quickwit.io/docs/main-branch/reference/rest-api#ingest-data-into-an-index.
 * @throws MisconfiguredError where this is no answer of the ingest API
 */
export function checkIngested(response: HttpResponse, alerts: readonly Alert[]): void {
  const processed = count(response, 'num_docs_for_processing');
  if (processed === undefined) {
    throw new MisconfiguredError(
      'The answer is not one of the ingest API of Quickwit: check the options hostport and apiendpoint',
      answerOf(response),
    );
  }
  const rejected = Math.max(count(response, 'num_rejected_docs') ?? 0, alerts.length - processed);
  if (rejected === 0) return;
  const failures = failuresOf(response, alerts);
  if (failures.size >= rejected) throw new PartialDeliveryError(failures, answerOf(response));
  // It does not say which: each of them is heard alone, then.
  throw new RejectedError(`Quickwit rejected ${rejected} of ${alerts.length} documents`, answerOf(response));
}

function count({ text }: HttpResponse, name: string): number | undefined {
  const digits = new RegExp(String.raw`"${name}"\s*:\s*(\d+)`).exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const parseFailure = z.object({ message: z.string().catch(''), document: z.string(), reason: z.string().catch('') });

function failuresOf(response: HttpResponse, alerts: readonly Alert[]): ReadonlyMap<Alert, Error> {
  const byDocument = new Map(alerts.map((alert) => [alert.json, alert]));
  const failures = answerList(response.text, 'parse_failures').flatMap((item): [Alert, Error][] => {
    const { success, data } = parseFailure.safeParse(item);
    const alert = success ? byDocument.get(data.document) : undefined;
    if (!success || !alert) return [];
    return [[alert, new RejectedError(`Quickwit rejected the document: ${data.reason}: ${data.message}`)]];
  });
  return new Map(failures);
}
