import { createEnrichment, noEnrichment, type EnrichmentSettings } from '#alert/enrich.ts';
import { systemClock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { randomUUID } from 'node:crypto';
import type { RuleSet } from '#rules/rule-set.ts';
import { defaultSplitLimits } from '#rules/fields/split-events.ts';
import type { AuditLimits } from '../audit-batch.ts';
import { AuditCounts } from '../audit-counts.ts';
import { AuditReader } from '../audit-reader.ts';
import { createFalcoHttp, type FalcoHttp, type FalcoHttpParts, type Readiness } from '../falco-http.ts';
import { IngestCounts } from '../ingest-counts.ts';
import { defaultConnectionLimits, defaultRequestLimits, type ConnectionLimits, type RequestLimits } from '../limits.ts';
import type { ListenerSettings } from '../listener-settings.ts';
import { startListeners, type Listeners } from '../listener.ts';
import { Repetitions } from '../repetitions.ts';
import { EventCounts } from '../event-counts.ts';
import type { EventSettings } from '../event-settings.ts';
import { HeldJournal } from './held-journal.ts';

export interface IntakeServerOptions {
  readonly limits?: Partial<RequestLimits>;
  readonly connectionLimits?: Partial<ConnectionLimits>;
  readonly enrichment?: Partial<EnrichmentSettings>;
  readonly listener?: Partial<ListenerSettings>;
  readonly rules?: RuleSet;
  readonly auditLimits?: Partial<AuditLimits>;
  readonly events?: Partial<EventSettings>;
  readonly parts?: Partial<FalcoHttpParts>;
}

const quietEvents: EventSettings = {
  limits: { maxBodyBytes: 12 * 1024 * 1024, maxEventBytes: 256 * 1024, maxEvents: 10_000, maxDepth: 128 },
  token: undefined,
  githubSecret: undefined,
  sources: {},
};

/** A real server on a free port, over a journal that obeys the test. */
export class IntakeServer {
  readonly journal = new HeldJournal();
  readonly counts = new IngestCounts({ fields: [], maxSeries: 100 });
  readonly auditCounts = new AuditCounts(() => 100);
  readonly eventCounts = new EventCounts();
  readonly log = new RecordingLog();
  readonly repetitions: Repetitions;
  readonly http: FalcoHttp;
  readiness: Readiness = { ready: true, reasons: [] };
  readonly #options: IntakeServerOptions;
  #listeners: Listeners | undefined;

  static async start(options: IntakeServerOptions = {}): Promise<IntakeServer> {
    const server = new IntakeServer(options);
    server.#listeners = await startListeners(server.settings(), server.http.handlers, {
      limits: { ...defaultConnectionLimits, ...options.connectionLimits },
      clock: systemClock,
      log: server.log,
    });
    return server;
  }

  private constructor(options: IntakeServerOptions) {
    this.#options = options;
    const limits = { ...defaultRequestLimits, ...options.limits };
    const enrich = createEnrichment({ ...noEnrichment, ...options.enrichment }, randomUUID);
    this.repetitions = new Repetitions(systemClock, () => limits);
    const { maxBodyBytes, maxValues } = limits;
    const auditLimits = { ...defaultSplitLimits, maxBodyBytes, maxValues, ...options.auditLimits };
    const audit = new AuditReader({
      clock: systemClock,
      counts: this.auditCounts,
      settings: () => ({ rules: options.rules, enrich, limits: auditLimits }),
    });
    const events = { ...quietEvents, ...options.events };
    this.http = createFalcoHttp({
      audit,
      journal: this.journal,
      repetitions: this.repetitions,
      counts: this.counts,
      eventCounts: this.eventCounts,
      clock: systemClock,
      log: this.log,
      settings: () => ({ enrich, limits, rules: options.rules, events }),
      metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
      readiness: () => this.readiness,
      ...options.parts,
    });
  }

  settings(): ListenerSettings {
    return { address: '127.0.0.1', port: 0, tls: undefined, ...this.#options.listener };
  }

  get listeners(): Listeners {
    if (!this.#listeners) throw new Error('The server is not started');
    return this.#listeners;
  }

  get port(): number {
    return this.listeners.addresses()[0]?.port ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.journal.release();
    await this.listeners.close(0);
  }
}

export interface LogLine {
  readonly level: keyof Log;
  readonly details: object;
  readonly message: string;
}

export class RecordingLog implements Log {
  readonly lines: LogLine[] = [];
  debug = this.#writer('debug');
  info = this.#writer('info');
  warn = this.#writer('warn');
  error = this.#writer('error');

  messages(level: keyof Log): readonly string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }

  #writer(level: keyof Log) {
    return (details: object, message: string) => void this.lines.push({ level, details, message });
  }
}
