import { z } from 'zod';
import { answerOf, DeliveryError, MisconfiguredError, RejectedError, type Answer } from './errors.ts';
import type { HttpResponse } from './output.ts';
import { answerJson } from './answer-json.ts';

const answer = z.object({ text: z.string().catch('no reason given'), code: z.int() });

/**
 * What the collector's codes ask of the operator. The others are about an event (5, 6, 12, 13, 15) or about the state of the
 * collector (8, 9, 18 and up), where the status says enough.
 * See https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/troubleshoot-http-event-collector.
 */
const remedies: ReadonlyMap<number, string> = new Map([
  [1, 'switch the token on'],
  [2, 'set token'],
  [3, 'check token'],
  [4, 'check token'],
  [7, 'permit the token its index'],
  [10, 'switch off indexer acknowledgement for the token, or set X-Splunk-Request-Channel in customheaders'],
  [11, 'set a valid X-Splunk-Request-Channel in customheaders'],
  [14, 'switch off indexer acknowledgement for the token'],
  [16, 'set token instead of a credential in the URL'],
  [17, 'set host to the URL that takes events, not that for health'],
  [21, 'check token'],
]);

const rejecting: ReadonlySet<number> = new Set([5, 6, 12, 13, 15]);

/** A success is one if its code is 0. Some servers that speak this protocol answer nothing. */
export function checkSplunk(response: HttpResponse): void {
  if (response.text.trim() === '') return;
  const read = answerJson(response.text, answer);
  if (read?.code === 0) return;
  if (read) throw errorOf(read, answerOf(response));
  const message = "The answer is not one of Splunk's HTTP Event Collector: check the option host";
  throw new MisconfiguredError(message, answerOf(response));
}

/** The code says more than the status. */
export function explainSplunk(error: DeliveryError): DeliveryError {
  const read = answerJson(error.answer ?? '', answer);
  if (!read) return error;
  const isTold = remedies.has(read.code) || rejecting.has(read.code);
  return isTold ? errorOf(read, error) : error;
}

function errorOf({ text, code }: z.output<typeof answer>, details: Answer): DeliveryError {
  const message = `Splunk answered: ${text} (code ${code})`;
  const remedy = remedies.get(code);
  if (remedy !== undefined) return new MisconfiguredError(`${message}: ${remedy}`, details);
  return rejecting.has(code) ? new RejectedError(message, details) : new DeliveryError(message, details);
}
