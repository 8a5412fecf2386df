import type { RuleEvent } from './field.ts';
import { member, stringOf } from './json-values.ts';
import { splitList, type Piece } from './split-list.ts';
import { StageTimes } from './stage-time.ts';

/** Why something that came in is no event. */
export type RefusalReason = 'not-json' | 'unknown-kind' | 'no-time' | 'no-audit-id' | 'too-large' | 'too-many';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly message: string;
  /** Which of the items it was, counted from 0; none where the body itself is at fault. */
  readonly item?: number;
}

export interface SplitBody {
  readonly events: readonly RuleEvent[];
  readonly refusals: readonly Refusal[];
}

export interface SplitLimits {
  /** Falco's `maxEventSize`, in bytes: 262,144. */
  readonly maxEventBytes: number;
  /** Items of a body, those that are no events among them. What follows is not looked at. */
  readonly maxEvents: number;
  /** How deep the JSON may nest. */
  readonly maxDepth: number;
}

export interface SplitOptions {
  readonly limits: SplitLimits;
  /** The data source of the events. */
  readonly source: string;
  /** The number of the first event. */
  readonly firstNumber: bigint;
}

/** `maxEventBytes` is that of Falco's `k8saudit` plugin, which has no other limits. */
export const defaultSplitLimits: SplitLimits = { maxEventBytes: 262_144, maxEvents: 100_000, maxDepth: 200 };

/**
 * Takes the body of a webhook, or a line of an audit log, apart: an `Event`, an `EventList`, or an array of these. What cannot be
 * used is told apart from the rest and hurts none of it.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#webhook-backend
 */
export function splitEvents(body: string, options: SplitOptions): SplitBody {
  const { maxDepth, maxEvents } = options.limits;
  const { pieces, mistake, isCut } = splitList(body, { maxDepth, maxPieces: maxEvents });
  const times = new StageTimes();
  const events: RuleEvent[] = [];
  const refusals: Refusal[] = mistake ? [{ reason: 'not-json', message: mistake.message }] : [];
  for (const [item, piece] of pieces.entries()) {
    const outcome = eventOf(piece, times, events.length, options);
    if ('reason' in outcome) refusals.push({ ...outcome, item });
    else events.push(outcome);
  }
  if (isCut) {
    refusals.push({ reason: 'too-many', message: `more than ${maxEvents} items in one body`, item: maxEvents });
  }
  return { events, refusals };
}

/** A unit of UTF-16 takes no more in UTF-8. */
const maxBytesPerUnit = 3;

function eventOf(
  piece: Piece,
  times: StageTimes,
  earlier: number,
  options: SplitOptions,
): RuleEvent | Omit<Refusal, 'item'> {
  const { limits, source, firstNumber } = options;
  const { json, text, isListed } = piece;
  if (!isListed && member(json, 'kind') !== 'Event') {
    return { reason: 'unknown-kind', message: 'data not recognized as a k8s audit event' };
  }
  const timeNs = times.read(stringOf(member(json, 'stageTimestamp')) ?? '');
  if (timeNs === undefined) return { reason: 'no-time', message: "can't read stageTimestamp" };
  if (member(json, 'auditID') === undefined) return { reason: 'no-audit-id', message: 'the event has no auditID' };
  if (text.length * maxBytesPerUnit > limits.maxEventBytes) {
    const size = Buffer.byteLength(text);
    if (size > limits.maxEventBytes) {
      return { reason: 'too-large', message: `event larger than maxEventSize: size=${size}` };
    }
  }
  return { source, json, text, timeNs, number: firstNumber + BigInt(earlier) };
}
