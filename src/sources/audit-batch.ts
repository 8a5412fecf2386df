import type { Alert } from '#alert/alert.ts';
import type { Enrich } from '#alert/enrich.ts';
import { TooManyLinesError, unwrap, type Unwrapped } from '#rules/fields/envelopes.ts';
import { kubernetesSource } from '#rules/fields/kubernetes-catalog.ts';
import { splitEvents, type SplitBody, type SplitLimits } from '#rules/fields/split-events.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import type { AuditRefusalReason } from './audit-counts.ts';
import { unpacker, UnpackError } from './unpack.ts';

/** What a body, or a line of a file, comes to. */
export interface AuditBatch {
  readonly events: number;
  readonly alerts: readonly Alert[];
  /** What was no audit event, or cannot be used; it hurts nothing else. */
  readonly refused: readonly RefusedEvent[];
  /** Log lines in an envelope that are those of other components. */
  readonly others: number;
}

export interface RefusedEvent {
  readonly reason: AuditRefusalReason;
  readonly message: string;
}

export interface AuditLimits extends SplitLimits {
  /** Of a body, and of what is packed in an envelope once it is unpacked. */
  readonly maxBodyBytes: number;
  /** Of what is packed in an envelope: objects, lists, and what is in them. */
  readonly maxValues: number;
}

type Taken = Omit<AuditBatch, 'alerts'> & { readonly found: SplitBody['events'] };

/**
 * Evaluates the rules on every audit event of a body: an `Event`, an `EventList`, an array of them, or the envelope of a provider,
 * see `unwrap`. See https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#webhook-backend.
 * @param firstNumber of the events, see `evt.num`
 * @throws UnpackError for an envelope that is too large inside
 */
export function readAuditBatch(
  body: string,
  rules: RuleSet,
  enrich: Enrich,
  limits: AuditLimits,
  firstNumber: bigint,
): AuditBatch {
  const { found, ...taken } = takeApart(body, limits, firstNumber);
  return { ...taken, alerts: found.flatMap((event) => rules.detect(event).map(enrich)) };
}

/** Envelopes are looked for only where there is no event, so that these cost the webhook nothing. */
function takeApart(body: string, limits: AuditLimits, firstNumber: bigint): Taken {
  const split = splitEvents(body, { limits, source: kubernetesSource, firstNumber });
  const isWhole = split.refusals.every(({ reason }) => reason !== 'too-many');
  const isUnknown = split.refusals.some(({ reason }) => reason === 'unknown-kind');
  const isForeign = isWhole && isUnknown && split.events.length === 0;
  if (!isForeign) return asTaken(split);
  try {
    const unwrapped = unwrapBounded(body, limits);
    return unwrapped ? takeOut(unwrapped, limits, firstNumber) : asTaken(split);
  } catch (error) {
    if (!(error instanceof TooManyLinesError)) throw error;
    return { found: [], events: 0, refused: [{ reason: 'too-many', message: error.message }], others: 0 };
  }
}

function unwrapBounded(body: string, { maxDepth, maxEvents, ...packed }: AuditLimits): Unwrapped | undefined {
  try {
    return unwrap(body, { maxDepth, maxLines: 2 * maxEvents, unpack: unpacker(packed) });
  } catch (error) {
    if (!(error instanceof UnpackError) || error.isTooLarge) throw error;
    return { bodies: [], truncated: [], broken: [error.message], others: 0 };
  }
}

function takeOut({ bodies, truncated, broken, others }: Unwrapped, limits: AuditLimits, firstNumber: bigint): Taken {
  const found: SplitBody['events'][number][] = [];
  const refused: RefusedEvent[] = [
    ...truncated.map((id) => ({ reason: 'truncated', message: `the provider cut off the event ${id}` }) as const),
    ...broken.map((message) => ({ reason: 'broken-envelope', message }) as const),
  ];
  for (const inner of bodies) {
    const maxEvents = Math.max(0, limits.maxEvents - found.length);
    const first = firstNumber + BigInt(found.length);
    const split = splitEvents(inner, {
      limits: { ...limits, maxEvents },
      source: kubernetesSource,
      firstNumber: first,
    });
    found.push(...split.events);
    refused.push(...split.refusals);
  }
  return { found, events: found.length, refused, others };
}

function asTaken({ events, refusals }: SplitBody): Taken {
  const refused = refusals.map(({ reason, item, message }) => {
    return { reason, message: item === undefined ? message : `item ${item}: ${message}` };
  });
  return { found: events, events: events.length, refused, others: 0 };
}
