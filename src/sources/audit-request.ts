import type { IncomingMessage } from 'node:http';
import { errorText, jsonAnswer, type Answer } from './answer.ts';
import type { AuditBatch, AuditLimits, RefusedEvent } from './audit-batch.ts';
import type { FoundAlerts } from './found-alerts.ts';
import { Refusal, tooMany } from './refusal.ts';
import { UnpackError } from './unpack.ts';

/** JSON by any name. Who does not say is believed to mean it. @throws Refusal */
export function checkAuditType({ headers }: IncomingMessage): void {
  const type = headers['content-type'] ?? '';
  if (type === '' || /json/i.test(type)) return;
  const text = 'Audit events are JSON: send them with "Content-Type: application/json"';
  throw new Refusal('type', `${text}, not ${JSON.stringify(type.slice(0, 100))}`, errorText(415, text));
}

/**
 * What Firehose wants to hear; anybody else hears nothing but the status.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html#responseformat
 */
export function firehoseAnswer({ headers }: IncomingMessage, nowMs: number): Answer | undefined {
  const requestId = headers['x-amz-firehose-request-id'];
  return typeof requestId === 'string' ? jsonAnswer(200, { requestId, timestamp: nowMs }) : undefined;
}

/**
 * The API server sends a batch again that is not answered by 200, five times by default. So an event that is never to be used, as it
 * is too large or has no id, is no reason; what is no audit event at all, or broken off, is one.
 * @throws Refusal where nothing is to be kept
 */
export function auditOutcome(read: () => AuditBatch, limits: AuditLimits): FoundAlerts {
  const { events, alerts, refused, others } = unpacking(read);
  if (refused.some(({ reason }) => reason === 'too-many')) throw tooMany(limits.maxEvents);
  if (refused.length === 0) return { alerts };
  const refusal = unusable(refused, events);
  const isNothing = events === 0 && others === 0 && refused.every(({ reason }) => foreign.has(reason));
  const isCutOff = refused.some(({ reason }) => reason === 'not-json');
  return { alerts, complaint: { refusal, isAnswered: isNothing || isCutOff } };
}

const foreign: ReadonlySet<RefusedEvent['reason']> = new Set(['not-json', 'unknown-kind', 'broken-envelope']);

/** For the log, and for who asked. */
export function unusable(refused: readonly RefusedEvent[], events: number): Refusal {
  const isLarge = refused.some(({ reason }) => reason === 'too-large');
  const remedy = isLarge ? '; "audit.maxevent" lets larger events in' : '';
  const all = refused.length + events;
  const text = `${refused.length} of ${all} items are no audit events that can be used; the first: ${refused[0]?.message ?? ''}${remedy}`;
  return new Refusal('invalid', text, errorText(400, text));
}

function unpacking(read: () => AuditBatch): AuditBatch {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    const text = `In the envelope, ${error.message}: send less at a time, or raise "audit.maxbody" or "source.maxvalues"`;
    throw new Refusal('size', text, errorText(413, text), error);
  }
}
