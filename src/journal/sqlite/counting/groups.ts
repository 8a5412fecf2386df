import { isAtLeast, type Priority } from '#alert/priority.ts';
import type { AlertGroup, FoundGroups, GroupQuery } from '../../counting.ts';
import { bucketLengthMs } from '../../bucket-length.ts';
import type { GroupQuestion } from '../calls.ts';
import { shownRange, type Asked } from './asked.ts';
import type { KnownLabel } from './known-labels.ts';
import { countByLabel, type LabelCount } from './label-counts.ts';
import type { Range } from './pieces.ts';

/** Puts the alerts that are meant together by what they have in common. */
export function groups(asked: Asked, question: GroupQuestion): FoundGroups {
  const { by, trendParts, ids, loose } = question;
  const { range, labels } = asked;
  const shown = shownRange(question, asked);
  const bucketMs = trendParts > 0 ? bucketLengthMs(shown.untilMs - shown.fromMs, trendParts) : undefined;
  const trend = bucketMs === undefined ? noTrend : trendOf(shown, bucketMs);
  const wanted = ids && new Set(ids);
  const found = new Map<string, GroupSum>();
  let isExact = true;
  for (const [id, count] of countByLabel(asked, range, bucketMs, loose)) {
    const label = labels.get(id);
    const key = label && keyOf(label, by);
    if (!label || key === undefined) {
      isExact = false;
      continue;
    }
    if (wanted && !wanted.has(key)) continue;
    const group = found.get(key) ?? new GroupSum(trend);
    found.set(key, group);
    group.add(label, count);
  }
  addWholeHistory(asked, by, found);
  return { groups: [...found].map(([key, group]) => group.result(key)), isExact: isExact && !asked.isRelabelling };
}

interface Trend {
  readonly first: number;
  readonly parts: number;
}

const noTrend: Trend = { first: 0, parts: 0 };

function trendOf({ fromMs, untilMs }: Range, bucketMs: number): Trend {
  const first = Math.floor(fromMs / bucketMs);
  return { first, parts: Math.max(Math.ceil(untilMs / bucketMs) - first, 0) };
}

function keyOf(label: KnownLabel, by: GroupQuery['by']): string | undefined {
  return by === 'fingerprint' ? label.groupId : label[by];
}

/** What the labels themselves remember, of all alerts and not only of those that are meant. */
function addWholeHistory({ labels, totals }: Asked, by: GroupQuery['by'], found: ReadonlyMap<string, GroupSum>): void {
  const { labels: ids, counts, firstAtMs, lastAtMs, lastSeqs } = totals();
  for (const [index, id] of ids.entries()) {
    const label = labels.get(id);
    const key = label && keyOf(label, by);
    const group = key === undefined ? undefined : found.get(key);
    if (!label || !group) continue;
    group.addHistory(label, {
      count: counts[index] ?? 0,
      firstAtMs: firstAtMs[index] ?? 0,
      lastAtMs: lastAtMs[index] ?? 0,
      lastSeq: lastSeqs[index] ?? 0,
    });
  }
}

/** Of all alerts with a label, since the first. */
interface LabelHistory {
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly lastSeq: number;
}

class GroupSum {
  readonly #first: number;
  readonly #trend: number[];
  readonly #hosts = new Set<string>();
  readonly #namespaces = new Set<string>();
  readonly #sources = new Set<string>();
  readonly #tags = new Set<string>();
  #count = 0;
  #priority: Priority = 'Debug';
  #newest: KnownLabel | undefined;
  #totalCount = 0;
  #firstSeenMs = Infinity;
  #lastSeenMs = 0;
  #lastSeq = 0;

  constructor({ first, parts }: Trend) {
    this.#first = first;
    this.#trend = Array.from({ length: parts }, () => 0);
  }

  add(label: KnownLabel, { count, buckets }: LabelCount): void {
    this.#count += count;
    this.#newest ??= label;
    if (isAtLeast(label.priority, this.#priority)) this.#priority = label.priority;
    this.#hosts.add(label.hostname);
    this.#sources.add(label.source);
    if (label.namespace !== undefined && label.namespace !== '') this.#namespaces.add(label.namespace);
    for (const tag of label.tags ?? []) this.#tags.add(tag);
    for (const [bucket, part] of buckets ?? []) {
      const index = bucket - this.#first;
      if (index in this.#trend) this.#trend[index] = (this.#trend[index] ?? 0) + part;
    }
  }

  addHistory(label: KnownLabel, { count, firstAtMs, lastAtMs, lastSeq }: LabelHistory): void {
    this.#totalCount += count;
    this.#firstSeenMs = Math.min(this.#firstSeenMs, firstAtMs);
    this.#lastSeenMs = Math.max(this.#lastSeenMs, lastAtMs);
    if (lastSeq > this.#lastSeq) [this.#lastSeq, this.#newest] = [lastSeq, label];
  }

  result(id: string): AlertGroup {
    const newest = this.#newest;
    return {
      id,
      rule: newest?.rule ?? '',
      source: newest?.source ?? '',
      hostname: newest?.hostname ?? '',
      cluster: newest?.cluster ?? '',
      namespace: newest?.namespace ?? '',
      workload: newest?.workload ?? '',
      process: newest?.process ?? '',
      user: newest?.user ?? '',
      tags: [...this.#tags].sort(),
      sources: [...this.#sources].sort(),
      priority: this.#priority,
      count: this.#count,
      hosts: this.#hosts.size,
      namespaces: this.#namespaces.size,
      trend: this.#trend,
      totalCount: this.#totalCount,
      firstSeenMs: Number.isFinite(this.#firstSeenMs) ? this.#firstSeenMs : 0,
      lastSeenMs: this.#lastSeenMs,
      lastSeq: this.#lastSeq,
    };
  }
}
