import type { Enrich } from '#alert/enrich.ts';
import { isAuditRecord } from '#alert/audit-record.ts';
import type { Clock } from '#kit/clock.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import { readAuditBatch, type AuditBatch, type AuditLimits } from './audit-batch.ts';
import type { AuditCounts, AuditOrigin, AuditRefusalReason, FollowedLogs } from './audit-counts.ts';

export interface AuditReaderParts {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly counts: AuditCounts;
  /** Asked for every body, so that a changed configuration counts from the next one. */
  readonly settings: () => AuditSettings;
}

export interface AuditSettings {
  /** `undefined` where there are none: then no event is taken. */
  readonly rules: RuleSet | undefined;
  readonly enrich: Enrich;
  readonly limits: AuditLimits;
}

/** Evaluates the rules on audit events, wherever they come from, and counts. */
export class AuditReader {
  readonly #parts: AuditReaderParts;
  #nextEvent = 1n;

  constructor(parts: AuditReaderParts) {
    this.#parts = parts;
  }

  get limits(): AuditLimits {
    return this.#parts.settings().limits;
  }

  follow(logs: FollowedLogs): void {
    this.#parts.counts.follow(logs);
  }

  /** Counts what cannot be read at all. */
  refuse(reason: AuditRefusalReason): void {
    this.#parts.counts.refuse(reason);
  }

  /**
   * What the rules find in a body; nothing without rules.
   * @throws UnpackError for an envelope that is too large inside
   */
  read(body: string, origin: AuditOrigin): AuditBatch {
    const { clock, counts, settings } = this.#parts;
    const { rules, enrich, limits } = settings();
    if (!rules) return { events: 0, alerts: [], refused: [], others: 0 };
    const startedAtMs = clock.monotonic();
    const batch = readAuditBatch(body, rules, enrich, limits, this.#nextEvent);
    this.#nextEvent += BigInt(batch.events);
    counts.evaluation.observe(clock.monotonic() - startedAtMs);
    counts.read(origin, batch.events, batch.others);
    for (const { reason } of batch.refused) counts.refuse(reason);
    for (const alert of batch.alerts) {
      if (isAuditRecord(alert)) counts.record();
      else counts.match(alert.rule);
    }
    return batch;
  }
}
