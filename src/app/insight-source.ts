import type { Clock } from '#kit/clock.ts';
import type { IngestCounts } from '#sources/ingest-counts.ts';
import type { Delivery } from '#delivery/delivery.ts';
import type { Configuration, RuleSurroundings } from '#config/configuration.ts';
import type { InsightSource } from '#api/insight/insight-source.ts';
import { tryRulesInEffect } from './try-rules.ts';

export interface InsightSourceParts {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly counts: IngestCounts;
  readonly delivery: Pick<Delivery, 'health'>;
  readonly configuration: () => Configuration;
  readonly machine: RuleSurroundings;
}

/** What the console's pages show besides the journal and what people decided. */
export function insightSource({
  clock,
  counts,
  delivery,
  configuration,
  machine,
}: InsightSourceParts): Omit<InsightSource, 'groups'> {
  return {
    clock,
    health: () => delivery.health(),
    figures: () => ({
      received: counts.keptAlerts,
      repeatsDropped: counts.repetitions,
      acknowledgedP99Ms: counts.ackLatency.quantileMs(0.99),
    }),
    describedRules: () =>
      (configuration().rules?.rules ?? []).map(({ name, source, priority, tags, description, definition }) => ({
        rule: name,
        source,
        priority,
        tags,
        description,
        file: definition.context.locations[0].name,
      })),
    tryRules: (request) => tryRulesInEffect(request, configuration(), machine, clock.now()),
    journalMaxBytes: () => configuration().journal.retention.maxBytes,
  };
}
