import { stringField } from '#alert/fields.ts';
import type { AlertGroup } from '#journal/counting.ts';
import type { Journal } from '#journal/journal.ts';
import { parseQuery } from '#query/parse-query.ts';
import { everything } from '#query/query.ts';
import type { Senders } from '../contract/counts.ts';
import { senderState, usualPerHour } from './silence.ts';

const hourMs = 3_600_000;
const dayHours = 24;
const weekHours = 7 * dayHours;
const maxSnapshots = 500;
const snapshots = parseQuery('rule:"Falco internal: metrics snapshot"');

/** Every host that an alert is kept from, and how it fares. */
export async function readSenders(
  journal: Pick<Journal, 'groups' | 'tally' | 'find'>,
  nowMs: number,
): Promise<Senders> {
  const common = { query: everything, by: 'hostname' } as const;
  const [all, week, lastHour, lastDay, versions] = await Promise.all([
    journal.groups({ ...common, trendParts: 0 }),
    hoursByHost(journal, nowMs - weekHours * hourMs, nowMs),
    countByHost(journal, nowMs - hourMs),
    countByHost(journal, nowMs - dayHours * hourMs),
    falcoVersions(journal),
  ]);
  const senders = all.groups.map((host) => ({
    ...described(host, week.get(host.id) ?? [], nowMs),
    countLastHour: lastHour.get(host.id) ?? 0,
    countLastDay: lastDay.get(host.id) ?? 0,
    ...versions.get(host.id),
  }));
  return { nowMs, senders: senders.toSorted((a, b) => (a.sender < b.sender ? -1 : 1)) };
}

type Sender = Senders['senders'][number];

function described(
  { id, cluster, lastSeenMs, firstSeenMs, sources }: AlertGroup,
  hours: readonly number[],
  nowMs: number,
): Omit<Sender, 'countLastHour' | 'countLastDay'> {
  return {
    sender: id,
    cluster,
    state: senderState({ hours, lastSeenMs, nowMs }),
    lastSeenMs,
    firstSeenMs,
    usualPerHour: usualPerHour(hours),
    sources: [...sources],
    trend: hours.slice(-dayHours),
  };
}

/** By whole hours, the one under way last. */
async function hoursByHost(
  journal: Pick<Journal, 'tally'>,
  fromMs: number,
  nowMs: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const selection = { query: everything, fromMs: Math.floor(fromMs / hourMs) * hourMs, untilMs: nowMs + 1 };
  const { dimensions } = await journal.tally({ ...selection, by: ['hostname'], bucketMs: hourMs });
  return new Map(dimensions[0]?.values.map(({ value, buckets = [] }) => [value, buckets]));
}

async function countByHost(journal: Pick<Journal, 'tally'>, fromMs: number): Promise<ReadonlyMap<string, number>> {
  const { dimensions } = await journal.tally({ query: everything, fromMs, by: ['hostname'] });
  return new Map(dimensions[0]?.values.map(({ value, count }) => [value, count]));
}

/** As each host last told it. */
async function falcoVersions(journal: Pick<Journal, 'find'>): Promise<ReadonlyMap<string, { falcoVersion: string }>> {
  const newest = await journal.find({ query: snapshots, sort: 'time', order: 'desc', limit: maxSnapshots });
  const versions = new Map<string, { falcoVersion: string }>();
  for (const { alert } of newest) {
    const falcoVersion = stringField(alert, 'falco.version');
    if (falcoVersion !== '' && !versions.has(alert.hostname)) versions.set(alert.hostname, { falcoVersion });
  }
  return versions;
}
