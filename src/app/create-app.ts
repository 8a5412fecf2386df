import { randomUUIDv7 } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { shareRunning } from '#kit/share-running.ts';
import { createEnrichment } from '#alert/enrich.ts';
import { testAlert } from '#alert/test-alert.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal, type SqliteJournal } from '#journal/sqlite-journal.ts';
import type { Handler } from '#sources/answer.ts';
import { createFalcoHttp } from '#sources/falco-http.ts';
import { EventCounts } from '#sources/event-counts.ts';
import { IngestCounts } from '#sources/ingest-counts.ts';
import { connectionLimitsFor, type RequestLimits } from '#sources/limits.ts';
import { startListeners, type Listeners } from '#sources/listener.ts';
import { Repetitions } from '#sources/repetitions.ts';
import { OutputPauses } from '#delivery/output-pauses.ts';
import { createDelivery, type Delivery } from '#delivery/delivery.ts';
import { optionSchemas } from '#config/options.generated.ts';
import { outputListings } from '#config/output-listing.ts';
import type { Configuration } from '#config/configuration.ts';
import { createMetrics, type MetricsSource } from '#api/metrics.ts';
import { AuditSource } from './audit-source.ts';
import type { RunningConsole } from './console.ts';
import { describeInstallation } from './describe-installation.ts';
import { insightSource } from './insight-source.ts';
import { readiness } from './readiness.ts';
import { RulesInForce } from './rules-in-force.ts';
import { keepWithin } from './keep-within.ts';
import { alertLabels, deliverySettings, needsRestart, requestLimits, uiConfiguration, urlOf } from './settings.ts';
import { PushedMetrics } from './pushed-metrics.ts';
import { readVersion } from './version.ts';

export interface AppParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  /** As `Math.random`. */
  readonly random: () => number;
  readonly log: Log;
  /** Where the output `stdout` writes. */
  readonly stdout: NodeJS.WriteStream;
  /** Writes into the journal what no output is to have. */
  readonly fill?: ((journal: Journal) => Promise<void>) | undefined;
  /** The alerts are made up. */
  readonly isDemo?: boolean;
}

/** URLs to show to people. */
export interface Addresses {
  readonly falco: string;
  /** `undefined` where `console.enabled` is off. */
  readonly console: string | undefined;
}

/** How many alerts a process may leave unanswered at its end; reading more would only delay the start. */
const maxUnanswered = 10_000;

/** A whole Tiercel. */
export interface App {
  readonly addresses: Addresses;
  /** Where the first user is made, while there is none. A secret: for the terminal of whoever runs Tiercel. */
  readonly firstUserUrl: string | undefined;
  /** Takes over a new configuration; deliveries of outputs that did not change go on undisturbed. */
  reload(configuration: Configuration): Promise<void>;
  /** Stops taking alerts, lets deliveries in flight end within `shutdowntimeout`, and closes the journal. */
  stop(): Promise<void>;
}

/** @throws Error that says what to do, when a port is taken, a certificate is bad, or the journal is in use. */
export async function startApp(parts: AppParts): Promise<App> {
  const { configuration, clock, log } = parts;
  const { path, durability } = configuration.journal;
  const journal = await openSqliteJournal({ path, durability, clock, log });
  const pauses = await OutputPauses.open(journal.documents).catch(async (error: unknown) => {
    await journal.close();
    throw error;
  });
  const delivery = createDelivery({ journal, pauses, ...parts, ...deliverySettings(configuration, parts.stdout) });
  const app = new RunningApp(parts, journal, delivery);
  try {
    await parts.fill?.(journal);
    await app.start();
    return app;
  } catch (error) {
    await app.stop();
    throw error;
  }
}

class RunningApp implements App {
  readonly #parts: AppParts;
  readonly #journal: SqliteJournal;
  readonly #delivery: Delivery;
  readonly #counts: IngestCounts;
  readonly #audit: AuditSource;
  readonly #eventCounts = new EventCounts();
  readonly #rules: RulesInForce;
  readonly #repetitions: Repetitions;
  readonly #startedAtMs: number;
  readonly #ending = new AbortController();
  #current: Configuration;
  #limits: RequestLimits;
  #enrich;
  #listeners: Listeners | undefined;
  #console: RunningConsole | undefined;
  #retention: Promise<void> = Promise.resolve();
  #inFlightBytes = () => 0;
  readonly #metrics: MetricsSource;
  readonly #pushed: PushedMetrics;

  constructor(parts: AppParts, journal: SqliteJournal, delivery: Delivery) {
    const { configuration, clock } = parts;
    this.#parts = parts;
    this.#journal = journal;
    this.#delivery = delivery;
    this.#current = configuration;
    this.#limits = requestLimits(configuration);
    this.#rules = new RulesInForce(configuration, clock);
    this.#enrich = createEnrichment(configuration.enrichment, randomUUIDv7);
    this.#counts = new IngestCounts(alertLabels(configuration));
    this.#repetitions = new Repetitions(clock, () => this.#limits);
    this.#audit = new AuditSource({
      ...parts,
      journal,
      repetitions: this.#repetitions,
      counts: this.#counts,
      current: () => ({ configuration: this.#current, rules: this.#rules.set, enrich: this.#enrich }),
    });
    this.#startedAtMs = clock.now();
    this.#metrics = {
      version: readVersion(),
      counts: this.#counts,
      audit: this.#audit.counts,
      events: this.#eventCounts,
      ruleSeconds: () => this.#rules.seconds(),
      inFlightBytes: () => this.#inFlightBytes(),
      health: () => delivery.health(),
      ledger: () => journal.ledger(),
      stats: () => journal.stats(),
      now: () => clock.now(),
    };
    this.#pushed = new PushedMetrics({ ...parts, journal, source: this.#metrics, startedAtMs: this.#startedAtMs });
  }

  /** Outputs have their places before the first alert can come. */
  async start(): Promise<void> {
    const { clock, log } = this.#parts;
    const { outputs, source } = this.#current;
    this.#repetitions.remember(await this.#lately(source.dedupWindowMs));
    await this.#delivery.start(outputs);
    this.#retention = keepWithin(
      () => this.#current.journal.retention,
      this.#journal,
      { clock, log },
      this.#ending.signal,
    );

    const falco = createFalcoHttp({
      journal: this.#journal,
      repetitions: this.#repetitions,
      counts: this.#counts,
      audit: this.#audit.reader,
      eventCounts: this.#eventCounts,
      clock,
      log,
      settings: () => ({
        enrich: this.#enrich,
        rules: this.#rules.set,
        limits: this.#limits,
        events: this.#current.events,
      }),
      metrics: shareRunning(createMetrics(this.#metrics)),
      readiness: shareRunning(async () => readiness(this.#journal, this.#delivery)),
    });
    this.#inFlightBytes = () => falco.inFlightBytes();
    await this.#pushed.reload(this.#current);
    this.#listeners = await startListeners(this.#current.listener, falco.handlers, {
      clock,
      log,
      limits: connectionLimitsFor(source.maxWaitMs),
    });
    this.#audit.followFiles(this.#ending.signal);
    this.#console = await this.#startConsole(falco.sidekick);
  }

  get addresses(): Addresses {
    return { falco: this.#falcoUrl(), console: this.#console?.url };
  }

  get firstUserUrl(): string | undefined {
    return this.#console?.firstUserUrl;
  }

  async reload(configuration: Configuration): Promise<void> {
    const { log, stdout } = this.#parts;
    for (const option of needsRestart(this.#current, configuration)) {
      log.warn({ option }, `"${option}" changed: the new value counts from the next start`);
    }
    await this.#listeners?.reload(configuration.listener);
    await this.#delivery.reconfigure(configuration.outputs, deliverySettings(configuration, stdout));
    this.#counts.labelAlertsBy(alertLabels(configuration));
    this.#enrich = createEnrichment(configuration.enrichment, randomUUIDv7);
    this.#limits = requestLimits(configuration);
    this.#rules.replace(configuration);
    await this.#pushed.reload(configuration);
    this.#current = configuration;
    this.#audit.followFiles(this.#ending.signal);
  }

  async stop(): Promise<void> {
    const { shutdownTimeoutMs } = this.#current;
    this.#ending.abort(new Error('Stopping'));
    await Promise.all([
      this.#listeners?.close(shutdownTimeoutMs),
      this.#console?.close(),
      this.#retention,
      this.#audit.ended(),
    ]);
    await this.#delivery.stop(shutdownTimeoutMs);
    await this.#pushed.stop();
    await this.#journal.close();
  }

  /**
   * What was kept shortly before this start, whose senders may repeat it: those that had no answer when the previous process
   * ended, and these are among the newest.
   */
  async #lately(windowMs: number) {
    if (windowMs === 0) return [];
    return this.#journal.search({ fromMs: this.#startedAtMs - windowMs, limit: maxUnanswered });
  }

  async #startConsole(takeAlerts: Handler): Promise<RunningConsole | undefined> {
    if (!this.#current.console.enabled) return undefined;
    // Loaded once alerts are received: what it is made of takes as long to load as everything else.
    const { startConsole } = await import('./console.ts');
    return startConsole(this.#current, {
      ...this.#parts,
      journal: this.#journal,
      documents: this.#journal.documents,
      delivery: this.#delivery,
      takeAlerts,
      insight: insightSource({
        clock: this.#parts.clock,
        counts: this.#counts,
        delivery: this.#delivery,
        configuration: () => this.#current,
        rules: this.#rules,
      }),
      status: shareRunning(async () => this.#statusView()),
      outputs: {
        configuration: () => this.#current,
        types: outputListings(optionSchemas),
        testAlert: () => this.#testAlert(),
      },
      keepTestAlert: async () => {
        const alert = this.#testAlert();
        await this.#journal.append([alert]);
        this.#counts.keep([alert]);
        return alert.uuid;
      },
      falcoUrl: () => this.#falcoUrl(),
      settings: async () => describeInstallation(this.#current, await this.#journal.stats(), this.#times()),
      outputNames: async () => this.#current.outputs.map(({ name }) => name),
      uiConfiguration: () => uiConfiguration(this.#current),
      version: readVersion(),
      isDemo: this.#parts.isDemo ?? false,
    });
  }

  #testAlert() {
    return this.#enrich(testAlert(new Date(this.#parts.clock.now())));
  }

  #falcoUrl(): string {
    const [falco] = this.#listeners?.addresses() ?? [];
    return falco ? urlOf(falco) : '';
  }

  #times() {
    return { startedAtMs: this.#startedAtMs, nowMs: this.#parts.clock.now() };
  }

  async #statusView() {
    const [ledger, stats] = await Promise.all([this.#journal.ledger(), this.#journal.stats()]);
    const rows = new Map(ledger.map((row) => [row.output, row]));
    return {
      version: readVersion(),
      startedAtMs: this.#startedAtMs,
      nowMs: this.#parts.clock.now(),
      receivedAlerts: this.#counts.keptAlerts,
      journal: stats,
      outputs: this.#delivery.health().map((health) => ({ health, ledger: rows.get(health.name) })),
    };
  }
}
