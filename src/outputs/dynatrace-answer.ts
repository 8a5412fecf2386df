import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { answerOf, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';
import { answerJson } from './answer-json.ts';

const reason = z.object({ message: z.string() });
const answer = z.object({ success: reason.optional(), details: reason.optional() });

/**
 * All logs are in where Dynatrace answers 204. With a 200 it says how many it refused, and why, but not which. Too old can
 * only be the oldest: there is no limit for times to come. Anything else is found out by sending the alerts one by one.
 */
export function refusePartly(response: HttpResponse, alerts: readonly Alert[]): void {
  if (response.status !== 200 || response.text.trim() === '') return;
  const read = answerJson(response.text, answer);
  const message = read?.success?.message ?? read?.details?.message;
  if (message === undefined) {
    throw new MisconfiguredError('The answer is not one of Dynatrace: check the option apiurl', answerOf(response));
  }
  const error = new RejectedError(`Dynatrace refused some logs: ${message}`, answerOf(response));
  const refused = Number(/^(\d+) events? w\w+ not ingested because of timestamp/.exec(message)?.[1]);
  if (!(refused > 0 && refused < alerts.length)) throw error;
  const oldest = alerts.toSorted(byTime).slice(0, refused);
  throw new PartialDeliveryError(new Map(oldest.map((alert) => [alert, error])), answerOf(response));
}

function byTime(a: Alert, b: Alert): number {
  const difference = unixNanoseconds(a.time) - unixNanoseconds(b.time);
  return difference === 0n ? 0 : Math.sign(Number(difference));
}
