import type { Enrich } from '#alert/enrich.ts';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import type { SqliteJournal } from '#journal/sqlite-journal.ts';
import { AuditCounts } from '#sources/audit-counts.ts';
import { AuditReader } from '#sources/audit-reader.ts';
import type { IngestCounts } from '#sources/ingest-counts.ts';
import type { Repetitions } from '#sources/repetitions.ts';
import type { Configuration } from '#config/configuration.ts';
import { auditLimits } from './settings.ts';

export interface AuditSourceParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: SqliteJournal;
  readonly repetitions: Repetitions;
  readonly counts: IngestCounts;
  readonly current: () => {
    readonly configuration: Configuration;
    readonly rules: RuleSet | undefined;
    readonly enrich: Enrich;
  };
}

/** Audit events of Kubernetes: what evaluates rules on them, and the files they are read from. */
export class AuditSource {
  readonly counts: AuditCounts;
  readonly reader: AuditReader;
  readonly #parts: AuditSourceParts;
  #following: Promise<void> | undefined;

  constructor(parts: AuditSourceParts) {
    const { clock, current } = parts;
    this.#parts = parts;
    this.counts = new AuditCounts(() => current().configuration.metrics.maxSeries);
    this.reader = new AuditReader({
      clock,
      counts: this.counts,
      settings: () => {
        const { configuration, rules, enrich } = current();
        return { rules, enrich, limits: auditLimits(configuration) };
      },
    });
  }

  /** Begins once there are files to follow, until the signal is aborted. Called again after each change of the configuration. */
  followFiles(signal: AbortSignal): void {
    if (this.#files().length > 0) this.#following ??= this.#follow(signal);
  }

  /** Resolves when no file is read any more. */
  async ended(): Promise<void> {
    await this.#following;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { followAuditFiles } = await import('#sources/audit-files/audit-files.ts');
    const { documents } = this.#parts.journal;
    const { reader } = this;
    await followAuditFiles({ ...this.#parts, documents, reader, patterns: () => this.#files() }, signal);
  }

  #files(): readonly string[] {
    return this.#parts.current().configuration.audit.files;
  }
}
