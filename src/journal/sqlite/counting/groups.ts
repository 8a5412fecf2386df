import type { GroupQuestion } from '../calls.ts';
import { bucketLengthMs } from '../../bucket-length.ts';
import type { AlertGroup } from '../../counting.ts';
import { columnsOf, type GroupColumns } from '../../group-columns.ts';
import { shownRange, type Asked } from './asked.ts';
import type { GroupHistory } from './group-history.ts';
import { GroupSums, type Trend } from './group-sums.ts';
import type { KnownLabel, KnownLabels } from './known-labels.ts';
import { priorityOf } from './known-labels.ts';
import { eachMeantCount } from './label-counts.ts';
import type { Range } from './pieces.ts';

/** Puts the alerts that are meant together by what they have in common. */
export function groups(asked: Asked, question: GroupQuestion): GroupColumns {
  const { by, trendParts, ids, loose } = question;
  const shown = shownRange(question, asked);
  const bucketMs = trendParts > 0 ? bucketLengthMs(shown.untilMs - shown.fromMs, trendParts) : undefined;
  const { numbers, history } = asked.groupsBy(by);
  const sums = new GroupSums(numbers, bucketMs === undefined ? noTrend : trendOf(shown, bucketMs));
  let isExact = !asked.isRelabelling;
  eachMeantCount(asked, bucketMs, loose, (id, count, bucket) => {
    const label = asked.labels.get(id);
    const isKnown = label !== undefined && sums.add(label, count, bucket);
    isExact &&= isKnown;
  });
  const wanted = ids && new Set(ids);
  const known = { sums, history, labels: asked.labels };
  const found = sums.found.flatMap((group) => {
    const id = numbers.keys[group] ?? '';
    return !wanted || wanted.has(id) ? [groupOf(id, group, known)] : [];
  });
  return columnsOf(found, isExact);
}

const noTrend: Trend = { first: 0, parts: 0 };

function trendOf({ fromMs, untilMs }: Range, bucketMs: number): Trend {
  const first = Math.floor(fromMs / bucketMs);
  return { first, parts: Math.max(Math.ceil(untilMs / bucketMs) - first, 0) };
}

interface Known {
  readonly sums: GroupSums;
  readonly history: GroupHistory;
  readonly labels: KnownLabels;
}

function groupOf(id: string, group: number, { sums, history, labels }: Known): AlertGroup {
  const { priorityNumber, withSources, withTags, some, ...sum } = sums.of(group);
  const newest = history.newest[group] ?? -1;
  const label = labels.at(newest < 0 ? some : newest);
  const firstSeenMs = history.firstSeenMs[group] ?? 0;
  const of = (places: readonly number[], values: (label: KnownLabel) => readonly string[]) =>
    [...new Set(places.flatMap((place) => labels.at(place) ?? []).flatMap(values))].sort();
  return {
    id,
    rule: label?.rule ?? '',
    source: label?.source ?? '',
    hostname: label?.hostname ?? '',
    cluster: label?.cluster ?? '',
    namespace: label?.namespace ?? '',
    workload: label?.workload ?? '',
    process: label?.process ?? '',
    user: label?.user ?? '',
    tags: of(withTags, ({ tags = [] }) => tags),
    sources: of(withSources, ({ source }) => [source]),
    priority: priorityOf(priorityNumber),
    ...sum,
    totalCount: history.counts[group] ?? 0,
    firstSeenMs: Number.isFinite(firstSeenMs) ? firstSeenMs : 0,
    lastSeenMs: history.lastSeenMs[group] ?? 0,
    lastSeq: history.lastSeqs[group] ?? 0,
  };
}
