import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { answerOf, DeliveryError, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';
import { answerJson } from './answer-json.ts';

const failed = z.object({
  error: z.object({ code: z.number(), message: z.string().catch('no reason given') }),
  id: z.array(z.string()),
});
const answer = z.object({
  error: z.number(),
  data: z.object({ failed_items: z.array(failed).catch([]) }).optional(),
});

/** Wazuh repeats every event in its answer, first those that it has, and tells the others by what went wrong. */
export function checkWazuh(response: HttpResponse, alerts: readonly Alert[]): void {
  const read = answerJson(response.text, answer);
  if (read?.error === 0) return;
  const failures = read ? failuresOf(read, alerts) : missing(response, alerts);
  if (failures.size > 0) throw new PartialDeliveryError(failures, answerOf(response));
}

/** The event is too long for analysisd. */
const tooLong = 1012;

function failuresOf({ data }: z.output<typeof answer>, alerts: readonly Alert[]): ReadonlyMap<Alert, Error> {
  const items = data?.failed_items ?? [];
  const failures = alerts.flatMap((alert) => {
    const item = items.find(({ id }) => id.some((event) => event.includes(alert.uuid)));
    return item ? [[alert, errorOf(item)] as const] : [];
  });
  if (failures.length > 0) return new Map(failures);
  throw new DeliveryError('Wazuh could not pass on the alerts, and does not say why');
}

function errorOf({ error: { code, message } }: z.output<typeof failed>): DeliveryError {
  const text = `Wazuh answered: ${message} (code ${code})`;
  return code === tooLong ? new RejectedError(text) : new DeliveryError(text);
}

/** Of a long answer only the beginning is there; what it does not reach is tried again. */
function missing(response: HttpResponse, alerts: readonly Alert[]): ReadonlyMap<Alert, Error> {
  const arrived = /"affected_items"\s*:\s*\[([^]*)/
    .exec(response.text)?.[1]
    ?.split(/\]\s*,\s*"total_affected_items"/)[0];
  if (arrived === undefined || !response.text.trimStart().startsWith('{')) {
    throw new MisconfiguredError(
      'The answer is not one of the Wazuh server API: check the option hostport',
      answerOf(response),
    );
  }
  const untold = alerts.filter(({ uuid }) => !arrived.includes(uuid));
  return new Map(untold.map((alert) => [alert, new DeliveryError('Wazuh did not say what became of this alert')]));
}
