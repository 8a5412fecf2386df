import type { Clock } from '#kit/clock.ts';
import type { IngestCounts } from '#sources/ingest-counts.ts';
import type { Delivery } from '#delivery/delivery.ts';
import type { RuleCost } from '#rules/cost/rule-costs.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import type { Configuration } from '#config/configuration.ts';
import type { DescribedRule, InsightSource } from '#api/insight/insight-source.ts';
import type { RulesInForce } from './rules-in-force.ts';
import { tryRulesInEffect } from './try-rules.ts';

export interface InsightSourceParts {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly counts: IngestCounts;
  readonly delivery: Pick<Delivery, 'health'>;
  readonly configuration: () => Configuration;
  readonly rules: Pick<RulesInForce, 'set' | 'machine'>;
}

/** What the console's pages show besides the journal and what people decided. */
export function insightSource({
  clock,
  counts,
  delivery,
  configuration,
  rules,
}: InsightSourceParts): Omit<InsightSource, 'groups' | 'onDecision'> {
  return {
    clock,
    health: () => delivery.health(),
    figures: () => ({
      received: counts.keptAlerts,
      repeatsDropped: counts.repetitions,
      acknowledgedP99Ms: counts.ackLatency.quantileMs(0.99),
    }),
    describedRules: () => {
      const costs = new Map(rules.set?.costs().map((cost) => [cost.rule, cost]));
      return (configuration().rules?.rules ?? []).map((rule) => describedRule(rule, costs.get(rule.name)));
    },
    tryRules: (request) => tryRulesInEffect(request, configuration(), rules.machine, clock.now()),
    journalMaxBytes: () => configuration().journal.retention.maxBytes,
    keepsRecords: () => configuration().audit.keepsRecords,
  };
}

function describedRule(
  { name, source, priority, tags, description, definition }: LoadedRule,
  cost: RuleCost | undefined,
): DescribedRule {
  return {
    rule: name,
    source,
    priority,
    tags,
    description,
    file: definition.context.locations[0].name,
    ...(cost?.source === source && { cost }),
  };
}
