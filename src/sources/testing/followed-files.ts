import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { stringField } from '#alert/fields.ts';
import { systemClock } from '#kit/clock.ts';
import { defaultSplitLimits } from '#rules/fields/split-events.ts';
import type { DocumentChange } from '#journal/documents.ts';
import { podCreated, privilegedPodRules, ruleSetOf } from '#rules/testing/rule-set-of.ts';
import { MemoryDocuments } from '#triage/testing/memory-documents.ts';
import { AuditCounts } from '../audit-counts.ts';
import { followAuditFiles } from '../audit-files/audit-files.ts';
import { AuditReader } from '../audit-reader.ts';
import { IngestCounts } from '../ingest-counts.ts';
import { defaultRequestLimits } from '../limits.ts';
import { Repetitions } from '../repetitions.ts';
import { HeldJournal } from './held-journal.ts';
import { RecordingLog } from './intake-server.ts';

/** A folder of audit logs, and who follows them; what is kept outlives a restart. */
export class FollowedFiles implements AsyncDisposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tiercel-audit-'));
  readonly journal = new HeldJournal();
  readonly documents = new FailingDocuments();
  readonly log = new RecordingLog();
  auditCounts = new AuditCounts(() => 100);
  #stop = new AbortController();
  #following: Promise<void> = Promise.resolve();
  patterns: readonly string[];

  /** @param names of files, folders or patterns in the folder */
  constructor(...names: readonly string[]) {
    this.patterns = names.map((name) => this.file(name));
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  start(): void {
    this.#stop = new AbortController();
    this.auditCounts = new AuditCounts(() => 100);
    const rules = ruleSetOf(privilegedPodRules);
    const enrich = createEnrichment(noEnrichment, randomUUID);
    const limits = { ...defaultSplitLimits, maxBodyBytes: 1_000_000, maxValues: 1_000_000 };
    const { auditCounts: counts, journal, documents, log } = this;
    const repetitions = new Repetitions(systemClock, () => defaultRequestLimits);
    repetitions.remember(this.journal.entries);
    const parts = {
      reader: new AuditReader({ clock: systemClock, counts, settings: () => ({ rules, enrich, limits }) }),
      repetitions,
      counts: new IngestCounts({ fields: [], maxSeries: 100 }),
      patterns: () => this.patterns,
    };
    const timing = { clock: systemClock, pollMs: 10, leaveMs: 50 };
    this.#following = followAuditFiles({ ...parts, ...timing, journal, documents, log }, this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('Stopping'));
    this.journal.fail(new Error('stopping'));
    await this.#following;
  }

  /** The pods that alerts tell of, in their order. */
  get pods(): readonly string[] {
    return this.journal.alerts.map((alert) => stringField(alert, 'ka.resp.name'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Nothing can be put down while it fails. */
class FailingDocuments extends MemoryDocuments {
  isFailing = false;
  changes = 0;

  override async change(changes: readonly DocumentChange[]): Promise<void> {
    this.changes++;
    if (this.isFailing) throw new Error('the disk is full');
    await super.change(changes);
  }
}

/** A line of an audit log: a privileged pod was created. */
export function podLine(name: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const event = podCreated({ auditID: `id-of-${name}`, responseObject: { metadata: { name } }, ...changes });
  return `${JSON.stringify(event)}\n`;
}
