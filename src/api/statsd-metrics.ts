import { parsePriority } from '#alert/priority.ts';
import type { RefusalReason } from '#sources/refusal.ts';
import type { MetricsSource } from './metrics.ts';

/** A counter as it stands: what it counts, from the start on. */
export interface StatsdCount {
  readonly name: string;
  /** In their order; nothing in them comes from an alert but its priority. */
  readonly tags: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/** Falcosidekick's counters, with its names. Those of an output are here for every output that there is. */
export function statsdCounts({ counts, health }: Pick<MetricsSource, 'counts' | 'health'>): readonly StatsdCount[] {
  const refused = [...counts.refusedRequests];
  const total = counts.acceptedRequests + refused.reduce((sum, [, count]) => sum + count, 0);
  return summed([
    { name: 'total', tags: [], value: total },
    { name: 'inputs.requests.accepted', tags: [], value: counts.acceptedRequests },
    ...refused.map(([reason, value]) => ({
      name: 'inputs.requests.rejected',
      tags: [['error', errorNames[reason] ?? reason] as const],
      value,
    })),
    ...byPriority(counts),
    ...health().flatMap(({ type, alerts }) =>
      (['ok', 'error'] as const).map((status) => ({
        name: 'outputs',
        tags: [['output', type.replaceAll('.', '')] as const, ['status', status] as const],
        value: alerts[status],
      })),
    ),
  ]);
}

/** Falcosidekick's names of what it knows. */
const errorNames: Partial<Readonly<Record<RefusalReason, string>>> = {
  method: 'nobody',
  syntax: 'invalidjson',
  invalid: 'invalidjson',
};

function byPriority({ alerts }: MetricsSource['counts']): readonly StatsdCount[] {
  const index = alerts.labels.indexOf('priority_raw');
  return alerts.series().map(({ values, count }) => {
    const priority = parsePriority(values[index] ?? '') ?? '';
    return { name: 'falco.accepted', tags: [['priority', priority]], value: count };
  });
}

/** One counter for each name with its tags: several outputs are of one type, several series of one priority. */
function summed(counts: readonly StatsdCount[]): readonly StatsdCount[] {
  const sums = new Map<string, StatsdCount>();
  for (const count of counts) {
    const key = keyOf(count);
    sums.set(key, { ...count, value: count.value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
}

export function keyOf({ name, tags }: StatsdCount): string {
  return JSON.stringify([name, tags]);
}

/** What was counted since an earlier moment. A counter that is lower than it was began anew. */
export function countedSince(before: readonly StatsdCount[], now: readonly StatsdCount[]): readonly StatsdCount[] {
  const known = new Map(before.map((count) => [keyOf(count), count.value]));
  const grown = now.map((count) => {
    const earlier = known.get(keyOf(count)) ?? 0;
    return { ...count, value: count.value < earlier ? count.value : count.value - earlier };
  });
  return grown.filter(({ value }) => value > 0);
}

export interface StatsdForm {
  /** Tags are part of the names of StatsD, which has none. */
  readonly kind: 'statsd' | 'dogstatsd';
  readonly namespace: string;
  readonly tags: readonly string[];
}

/** See https://github.com/statsd/statsd/blob/master/docs/metric_types.md and https://docs.datadoghq.com/developers/dogstatsd/datagram_shell. */
export function statsdLine({ name, tags, value }: StatsdCount, { kind, namespace, tags: common }: StatsdForm): string {
  const isPlain = kind === 'statsd';
  const suffix = isPlain ? tags.map(([, text]) => `.${text}`).join('') : '';
  const all = isPlain ? common : [...common, ...tags.map(([tag, text]) => `${tag}:${text}`)];
  return `${namespace}${name}${suffix}:${value}|c${all.length === 0 ? '' : `|#${all.join(',')}`}`;
}

/** Lines together, as many as fit into so many bytes. */
export function datagramsOf(lines: readonly string[], maxBytes: number): readonly string[] {
  const datagrams: string[] = [];
  for (const line of lines) {
    const last = datagrams.at(-1);
    const together = `${last}\n${line}`;
    if (last === undefined || Buffer.byteLength(together) > maxBytes) datagrams.push(line);
    else datagrams[datagrams.length - 1] = together;
  }
  return datagrams;
}
