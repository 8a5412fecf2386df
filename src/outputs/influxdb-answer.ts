import { z } from 'zod';
import { MisconfiguredError, type DeliveryError } from './errors.ts';
import { answerJson } from './answer-json.ts';

/** `error` in version 1, `message` in version 2. */
const answer = z.object({ error: z.string().optional(), message: z.string().optional() });

/** What InfluxDB answers with status 400 or 404 although no other point would fare better. */
const remedies: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/database not found|database is required/i, 'create the database, or set database'],
  [/bucket .*not found|organization .*not found/i, 'check the options organization and bucket'],
  [/max-values-per-tag/i, 'raise max-values-per-tag of InfluxDB'],
  [/max-series-per-database/i, 'raise max-series-per-database of InfluxDB'],
  [
    /field type conflict/i,
    'another program wrote the measurement `events` with another type of `value`: set another database or bucket',
  ],
  [/retention policy not found/i, 'give the database a default retention policy'],
];

/**
 * Which points of a batch were refused, InfluxDB does not say, but it keeps the others, and a point that comes again only
 * takes its own place. So a refused batch is found out by sending its alerts one by one.
 */
export function explainInfluxdb(error: DeliveryError): DeliveryError {
  const read = answerJson(error.answer ?? '', answer);
  const reason = read?.error ?? read?.message;
  if (reason === undefined) return error;
  const remedy = remedies.find(([pattern]) => pattern.test(reason))?.[1];
  return remedy === undefined ? error : new MisconfiguredError(`InfluxDB answered: ${reason}: ${remedy}`, error);
}
