import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { JournalStats, OutputLedger } from '#journal/journal.ts';
import type { AuditCounts } from '#sources/audit-counts.ts';
import type { EventCounts } from '#sources/event-counts.ts';
import type { Histogram } from '#sources/histogram.ts';
import type { IngestCounts } from '#sources/ingest-counts.ts';
import type { LatencyHistogram, OutputHealth } from '#delivery/health.ts';
import { addAuditSeries } from './audit-series.ts';
import { addEventSeries } from './event-series.ts';
import { addRuleSeries } from './rule-series.ts';

/** What a scrape reads. Parts keep plain counts; series are made here, when somebody asks. */
export interface MetricsSource {
  readonly version: string;
  readonly counts: IngestCounts;
  readonly audit: AuditCounts;
  readonly events: EventCounts;
  /** How long rules took, as some events tell. */
  ruleSeconds(): ReadonlyMap<string, number>;
  inFlightBytes(): number;
  health(): readonly OutputHealth[];
  ledger(): Promise<readonly OutputLedger[]>;
  stats(): Promise<JournalStats>;
  now(): number;
}

export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

/** All series at one moment: Falcosidekick's three with its names and labels, and ours. */
export interface Series {
  readonly registry: Registry;
  /** prom-client can observe values, not take over buckets that were counted elsewhere. */
  readonly histograms: readonly HistogramSeries[];
}

export interface HistogramSeries {
  readonly name: string;
  readonly help: string;
  readonly rows: readonly { readonly labels: Readonly<Record<string, string>>; readonly histogram: LatencyHistogram }[];
}

export async function collectSeries(source: MetricsSource): Promise<Series> {
  const registry = new Registry();
  const [ledger, stats] = await Promise.all([source.ledger(), source.stats()]);
  addFalcosidekickSeries(registry, source.counts, source.health());
  addIngestSeries(registry, source.counts, source.inFlightBytes());
  addAuditSeries(registry, source.audit);
  addRuleSeries(registry, source.ruleSeconds());
  addEventSeries(registry, source.events);
  addOutputSeries(registry, source.health(), ledger, source.now());
  addJournalSeries(registry, stats);
  const build = gauge(registry, 'tiercel_build_info', 'Always 1; the version is in the label.', ['version']);
  build.set({ version: source.version }, 1);
  const attempts = source.health().map(({ name, latency }) => ({ labels: { output: name }, histogram: latency }));
  const histograms = [
    {
      name: 'tiercel_ack_seconds',
      help: 'From the arrival of a request to its answer.',
      rows: [{ labels: {}, histogram: cumulated(source.counts.ackLatency) }],
    },
    {
      name: 'tiercel_audit_evaluation_seconds',
      help: 'How long rules took for a body of audit events, or a line of a file.',
      rows: [{ labels: {}, histogram: cumulated(source.audit.evaluation) }],
    },
    { name: 'tiercel_delivery_seconds', help: 'How long attempts to deliver took.', rows: attempts },
  ];
  return { registry, histograms };
}

/** The text of `/metrics`. */
export function createMetrics(source: MetricsSource): () => Promise<Exposition> {
  const process = new Registry();
  collectDefaultMetrics({ register: process });

  return async () => {
    const { registry, histograms } = await collectSeries(source);
    const body = [await registry.metrics(), ...histograms.map(histogramText), await process.metrics()]
      .map((text) => text.trimEnd())
      .join('\n\n');
    return { contentType: registry.contentType, body: `${body}\n` };
  };
}

function addFalcosidekickSeries(registry: Registry, counts: IngestCounts, health: readonly OutputHealth[]): void {
  const inputs = counter(registry, 'falcosecurity_falcosidekick_inputs_total', 'Requests by outcome.', [
    'source',
    'status',
  ]);
  inputs.inc({ source: 'requests', status: 'accepted' }, counts.acceptedRequests);
  inputs.inc({ source: 'requests', status: 'rejected' }, sum(counts.refusedRequests.values()));

  const { labels } = counts.alerts;
  const events = counter(registry, 'falcosecurity_falcosidekick_falco_events_total', 'Alerts kept.', labels);
  for (const { values, count } of counts.alerts.series()) {
    events.inc(Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ''])), count);
  }

  const outputs = counter(registry, 'falcosecurity_falcosidekick_outputs_total', 'Alerts in attempts to deliver.', [
    'destination',
    'status',
  ]);
  for (const { type, alerts } of health) {
    outputs.inc({ destination: type, status: 'ok' }, alerts.ok);
    outputs.inc({ destination: type, status: 'error' }, alerts.error);
  }
}

function addIngestSeries(registry: Registry, counts: IngestCounts, inFlightBytes: number): void {
  const refused = counter(registry, 'tiercel_refused_requests_total', 'Requests not answered by 200.', ['reason']);
  for (const [reason, count] of counts.refusedRequests) refused.inc({ reason }, count);
  counter(registry, 'tiercel_received_alerts_total', 'Alerts kept.').inc(counts.keptAlerts);
  counter(registry, 'tiercel_refused_alerts_total', 'Alerts that were not valid.').inc(counts.refusedAlerts);
  counter(registry, 'tiercel_received_bytes_total', 'Bytes of bodies, decompressed.').inc(counts.bodyBytes);
  counter(registry, 'tiercel_repetitions_dropped_total', 'Alerts that repeated one after a time-out.').inc(
    counts.repetitions,
  );
  gauge(registry, 'tiercel_in_flight_bytes', 'Bytes of requests not answered yet.').set(inFlightBytes);
}

function addOutputSeries(
  registry: Registry,
  health: readonly OutputHealth[],
  ledger: readonly OutputLedger[],
  nowMs: number,
): void {
  const alerts = gauge(registry, 'tiercel_output_alerts', 'received = delivered + owed + dead + suppressed.', [
    'output',
    'state',
  ]);
  const expired = gauge(registry, 'tiercel_expired_alerts', 'Of the suppressed: removed by retention while owed.', [
    'output',
  ]);
  const dead = gauge(registry, 'tiercel_dead_letters', 'Alerts refused for good and waiting for a decision.', [
    'output',
  ]);
  const depth = gauge(registry, 'tiercel_queue_depth', 'Alerts an output still owes.', ['output']);
  const age = gauge(registry, 'tiercel_oldest_owed_age_seconds', 'Age of the oldest alert still owed, 0 for none.', [
    'output',
  ]);
  for (const row of ledger) {
    const { output } = row;
    for (const state of ['received', 'delivered', 'owed', 'dead', 'suppressed'] as const) {
      alerts.set({ output, state }, row[state]);
    }
    expired.set({ output }, row.expired);
    dead.set({ output }, row.dead);
    depth.set({ output }, row.owed);
    age.set({ output }, row.oldestOwedAtMs === undefined ? 0 : Math.max(0, nowMs - row.oldestOwedAtMs) / 1000);
  }

  const attempts = counter(registry, 'tiercel_delivery_attempts_total', 'Attempts to deliver.', [
    'output',
    'type',
    'status',
  ]);
  const state = gauge(registry, 'tiercel_output_state', 'The state of an output: 1 for the one it is in.', [
    'output',
    'state',
  ]);
  const inFlight = gauge(registry, 'tiercel_delivery_in_flight', 'Attempts under way.', ['output']);
  for (const one of health) {
    attempts.inc({ output: one.name, type: one.type, status: 'ok' }, one.attempts.ok);
    attempts.inc({ output: one.name, type: one.type, status: 'error' }, one.attempts.error);
    state.set({ output: one.name, state: one.state }, 1);
    inFlight.set({ output: one.name }, one.inFlight);
  }
}

function addJournalSeries(registry: Registry, stats: JournalStats): void {
  gauge(registry, 'tiercel_journal_bytes', 'Bytes on disk.').set(stats.bytes);
  gauge(registry, 'tiercel_journal_alerts', 'Alerts kept at present.').set(stats.alerts);
  gauge(registry, 'tiercel_journal_trouble', '1 while the journal cannot write.').set(
    stats.trouble === undefined ? 0 : 1,
  );
  gauge(registry, 'tiercel_journal_quarantined', 'Damaged journals set aside at start.').set(stats.quarantined.length);
}

function counter<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
) {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
) {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

function histogramText({ name, help, rows }: HistogramSeries): string {
  const lines = rows.flatMap(({ labels, histogram: { boundsSeconds, counts, sumSeconds, count } }) => {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`);
    const prefix = pairs.map((pair) => `${pair},`).join('');
    const buckets = boundsSeconds.map((bound, index) => `${name}_bucket{${prefix}le="${bound}"} ${counts[index] ?? 0}`);
    const suffix = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
    return [
      ...buckets,
      `${name}_bucket{${prefix}le="+Inf"} ${count}`,
      `${name}_sum${suffix} ${sumSeconds}`,
      `${name}_count${suffix} ${count}`,
    ];
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines].join('\n');
}

/** The counts of a source's histogram are per bucket and in milliseconds. */
function cumulated({ boundsMs, counts, sumMs }: Histogram): LatencyHistogram {
  let below = 0;
  const cumulative = counts.map((count) => (below += count));
  return {
    boundsSeconds: boundsMs.map((bound) => bound / 1000),
    counts: cumulative.slice(0, -1),
    sumSeconds: sumMs / 1000,
    count: below,
  };
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
