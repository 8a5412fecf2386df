import type { Alert } from '#alert/alert.ts';
import type { Enrich } from '#alert/enrich.ts';
import { kubernetesSource } from '#rules/fields/kubernetes-catalog.ts';
import { defaultSplitLimits, splitEvents } from '#rules/fields/split-events.ts';
import type { RuleSet } from '#rules/rule-set.ts';

/** What a body of the API server's audit webhook comes to. */
export interface AuditBatch {
  readonly events: number;
  readonly alerts: readonly Alert[];
  /** Why items were no audit events; they hurt none of the others. */
  readonly refused: readonly string[];
}

export interface AuditLimits {
  readonly maxDepth: number;
  /** How many events one request may hold. */
  readonly maxAlerts: number;
}

/**
 * Evaluates the rules on every audit event of a body: an `Event`, an `EventList` or an array of them. See
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#webhook-backend.
 * @param firstNumber of the events, see `evt.num`
 */
export function readAuditBatch(
  body: string,
  rules: RuleSet,
  enrich: Enrich,
  limits: AuditLimits,
  firstNumber: bigint,
): AuditBatch {
  const split = { ...defaultSplitLimits, maxDepth: limits.maxDepth, maxEvents: limits.maxAlerts };
  const { events, refusals } = splitEvents(body, { limits: split, source: kubernetesSource, firstNumber });
  return {
    events: events.length,
    alerts: events.flatMap((event) => rules.detect(event).map(enrich)),
    refused: refusals.map(({ item, message }) => (item === undefined ? message : `item ${item}: ${message}`)),
  };
}
