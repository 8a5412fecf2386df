import type { Json } from '#kit/json.ts';
import { keyValues } from '#outputs/otlp-attributes.ts';
import { exportRequest, type Scope } from '#outputs/otlp-resource.ts';
import {
  count,
  double,
  doubles,
  fixed64,
  fixed64s,
  flag,
  message,
  messages,
  text,
  type Field,
  type Message,
} from '#outputs/protobuf.ts';
import type { LatencyHistogram } from '#delivery/health.ts';
import type { HistogramSeries, Series } from './metrics.ts';
import type { RuleMatches } from './rule-matches.ts';

/** What a push tells of. */
export interface MetricsMoment {
  readonly series: Series;
  /** Since when these are counted is a matter of their own. */
  readonly ruleMatches: Pick<RuleMatches, 'matches' | 'startedAtMs'>;
  /** Since when things are counted. */
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** Of the resource. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A point in time or, for what is counted, a span of it. */
interface Period {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

/**
 * An `ExportMetricsServiceRequest` with Falcosidekick's three counters, and with the series of `/metrics` that are ours; more of
 * them where there are more points than a receiver may take at once.
 * See https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto.
 */
export async function metricsRequests(moment: MetricsMoment): Promise<readonly Message[]> {
  const [first, ...others] = ruleMatchPoints(moment).map(ruleMatchesMetric);
  const counters = [...(await falcosidekickMetrics(moment)), ...(first ? [first] : [])];
  return [
    request(moment, scope(falcosidekickScope, counters), scope('tiercel', await ownMetrics(moment))),
    ...others.map((metric) => request(moment, scope(falcosidekickScope, [metric]))),
  ];
}

const falcosidekickScope = 'falcosecurity.falco.otlpmetrics.meter';

function request({ attributes }: MetricsMoment, ...scopes: readonly Scope[]): Message {
  return exportRequest('Metrics', { version: '0.1.0', attributes }, ...scopes);
}

function scope(name: string, metrics: readonly Message[]): Scope {
  return { name, items: messages('metrics', 2, metrics) };
}

async function falcosidekickMetrics(moment: MetricsMoment): Promise<readonly Message[]> {
  return (await numberSeries(moment)).flatMap((one) => {
    const name = falcosidekickNames[one.name];
    return name === undefined ? [] : [numbers({ ...one, name }, moment)];
  });
}

async function ownMetrics(moment: MetricsMoment): Promise<readonly Message[]> {
  const ours = (await numberSeries(moment)).filter(({ name }) => name.startsWith('tiercel_'));
  return [...ours.map((one) => numbers(one, moment)), ...moment.series.histograms.map((one) => histogram(one, moment))];
}

/** What has not happened yet has no points. */
async function numberSeries({ series }: MetricsMoment): Promise<readonly NumberSeries[]> {
  const all = await series.registry.getMetricsAsJSON();
  return all
    .filter(({ values }) => values.length > 0)
    .map(({ name, help, type, values }) => ({ name, help, isCounter: String(type) === 'counter', values }));
}

/** Falcosidekick's names here, by those in `/metrics`. */
const falcosidekickNames: Readonly<Record<string, string>> = {
  falcosecurity_falcosidekick_inputs_total: 'falcosecurity_falcosidekick_inputs',
  falcosecurity_falcosidekick_outputs_total: 'falcosecurity_falcosidekick_outputs',
};

interface NumberSeries {
  readonly name: string;
  readonly help: string;
  readonly isCounter: boolean;
  readonly values: readonly { readonly value: number; readonly labels: Readonly<Record<string, Json | undefined>> }[];
}

function numbers({ name, help, isCounter, values }: NumberSeries, period: Period): Message {
  const points = values.map(({ value, labels }) => point(value, labels, period, isCounter));
  return [...head(name, help), isCounter ? sum(points) : message('gauge', 5, [messages('dataPoints', 1, points)])];
}

/** Where somebody makes up rules and hosts, these are many. */
const maxPoints = 2000;

function ruleMatchPoints({ ruleMatches, nowMs }: MetricsMoment): readonly (readonly Message[])[] {
  const period = { startedAtMs: ruleMatches.startedAtMs, nowMs };
  const points = ruleMatches.matches().map((match) => point(match.count, match.attributes, period, true));
  const parts = Math.ceil(points.length / maxPoints);
  return Array.from({ length: parts }, (_, part) => points.slice(part * maxPoints, (part + 1) * maxPoints));
}

function ruleMatchesMetric(points: readonly Message[]): Message {
  return [...head('falcosecurity_falco_rules_matches_total', 'Number of times rules match'), sum(points)];
}

function head(name: string, help: string): Message {
  return [text('name', 1, name), text('description', 2, help)];
}

/** `AGGREGATION_TEMPORALITY_CUMULATIVE`: since the start, not since the push before. */
const cumulative = count('aggregationTemporality', 2, 2);

function sum(points: readonly Message[]): Field {
  return message('sum', 7, [messages('dataPoints', 1, points), cumulative, flag('isMonotonic', 3, true)]);
}

function point(
  value: number,
  labels: Readonly<Record<string, Json | undefined>>,
  { startedAtMs, nowMs }: Period,
  isCounter: boolean,
): Message {
  const attributes = Object.entries(labels).flatMap(([name, label]) =>
    label === undefined ? [] : [[name, label] as const],
  );
  return [
    ...(isCounter ? [fixed64('startTimeUnixNano', 2, nano(startedAtMs))] : []),
    fixed64('timeUnixNano', 3, nano(nowMs)),
    Number.isSafeInteger(value) ? fixed64('asInt', 6, BigInt(value)) : double('asDouble', 4, value),
    messages('attributes', 7, keyValues(attributes)),
  ];
}

function histogram({ name, help, rows }: HistogramSeries, period: Period): Message {
  const points = rows.map(({ labels, histogram: one }) => histogramPoint(one, labels, period));
  const data = message('histogram', 9, [messages('dataPoints', 1, points), cumulative]);
  return [...head(name, help), text('unit', 3, 's'), data];
}

/** The counts of Prometheus' buckets hold those of the smaller ones; those of OTLP do not, and end with what is above all bounds. */
function histogramPoint(
  { boundsSeconds, counts, sumSeconds, count: total }: LatencyHistogram,
  labels: Readonly<Record<string, string>>,
  { startedAtMs, nowMs }: Period,
): Message {
  const cumulated = [...counts, total];
  const buckets = cumulated.map((below, index) => BigInt(below - (cumulated[index - 1] ?? 0)));
  return [
    fixed64('startTimeUnixNano', 2, nano(startedAtMs)),
    fixed64('timeUnixNano', 3, nano(nowMs)),
    fixed64('count', 4, BigInt(total)),
    double('sum', 5, sumSeconds),
    fixed64s('bucketCounts', 6, buckets),
    doubles('explicitBounds', 7, boundsSeconds),
    messages('attributes', 9, keyValues(Object.entries(labels))),
  ];
}

function nano(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}
