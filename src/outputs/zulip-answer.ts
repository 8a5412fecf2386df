import { z } from 'zod';
import { answerOf, MisconfiguredError, RejectedError, ThrottledError, type DeliveryError } from './errors.ts';
import type { HttpResponse } from './output.ts';

const answer = z.object({
  result: z.string(),
  msg: z.string().catch('no reason given'),
  code: z.string().catch(''),
  'retry-after': z.number().positive().optional().catch(undefined),
});

type ZulipAnswer = z.output<typeof answer>;

/** See https://zulip.com/api/rest-error-handling. */
export function checkZulipAnswer(response: HttpResponse): void {
  const read = readAnswer(response.text);
  if (read?.result === 'success') return;
  if (read === undefined) {
    throw new MisconfiguredError('The answer is not one of Zulip: check the option hostport', answerOf(response));
  }
  throw refused(new RejectedError(`Zulip refused the alert: ${read.msg}`, answerOf(response)), read);
}

export function explainZulipRefusal(error: DeliveryError): DeliveryError {
  const read = readAnswer(error.answer ?? '');
  return read === undefined ? error : refused(error, read);
}

function readAnswer(text: string): ZulipAnswer | undefined {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What Zulip answers with status 400, though no other alert would fare better. */
const operatorErrors =
  /^(?:STREAM_DOES_NOT_EXIST|CHANNEL_DOES_NOT_EXIST|UNAUTHORIZED_PRINCIPAL|TOPIC_WILDCARD_MENTION_NOT_ALLOWED|STREAM_WILDCARD_MENTION_NOT_ALLOWED)$/;
const notPermitted = /not authorized|permission|Invalid channel|Invalid stream/i;

function refused(error: DeliveryError, { msg, code, 'retry-after': seconds }: ZulipAnswer): DeliveryError {
  if (code === 'RATE_LIMIT_HIT' && seconds !== undefined) {
    return new ThrottledError('Zulip asks for a pause', Math.ceil(seconds * 1000), error);
  }
  if (operatorErrors.test(code) || notPermitted.test(msg)) {
    return new MisconfiguredError(`Zulip: ${msg}. Check the bot and the option channel`, error);
  }
  return error;
}
