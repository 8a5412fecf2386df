import type { GroupQuestion } from '../calls.ts';
import { bucketLengthMs } from '../../bucket-length.ts';
import type { AlertGroup } from '../../counting.ts';
import { columnsOf, type GroupColumns } from '../../group-columns.ts';
import { shownRange, type Asked, type KnownGroups } from './asked.ts';
import { eachLabelCount } from './count-rows.ts';
import type { GroupHistory } from './group-history.ts';
import { GroupSums, type Trend } from './group-sums.ts';
import { priorityOf, type KnownLabels } from './known-labels.ts';
import { eachMeantCount } from './label-counts.ts';
import { labelLevels, levels } from './levels.ts';
import { piecesOf, type Range } from './pieces.ts';

/** Puts the alerts that are meant together by what they have in common. */
export function groups(asked: Asked, question: GroupQuestion): GroupColumns {
  const groupsBy = asked.groupsBy(question.by);
  const isOfAll = asked.plan.isEverything && question.trendParts === 0 && !asked.isRelabelling;
  const sums = isOfAll ? sumsOfAll(asked, groupsBy) : sumsOfMeant(asked, question, groupsBy);
  const known = { ...groupsBy, ...sums, labels: asked.labels, hasAll: isOfAll && asked.isWhole };
  const wanted = question.ids && new Set(question.ids);
  const found = sums.sums.found.flatMap((group) => {
    const id = groupsBy.numbers.keys[group] ?? '';
    return !wanted || wanted.has(id) ? [groupOf(id, group, known)] : [];
  });
  return columnsOf(found, sums.isExact);
}

interface Sums {
  readonly sums: GroupSums;
  readonly isExact: boolean;
}

/** Whatever alerts came within the time: from what is remembered, but for the ends of it. */
function sumsOfAll(asked: Asked, { kept }: KnownGroups): Sums {
  const { connection, labels, countedRange, pieceSums, totals } = asked;
  if (asked.isWhole) return { sums: kept.whole(totals()), isExact: true };
  const pieces = piecesOf(countedRange, labelLevels);
  const whole = pieces.filter((piece) => piece.kind === 'buckets').filter(({ level }) => level !== levels.minute);
  const sums = kept.of(connection, whole, pieceSums);
  for (const piece of pieces) {
    if (piece.kind === 'buckets' && whole.includes(piece)) continue;
    eachLabelCount(connection, piece, (id, count) => {
      const label = labels.get(id);
      if (label) sums.add(label, count, undefined);
    });
  }
  return { sums, isExact: true };
}

function sumsOfMeant(asked: Asked, question: GroupQuestion, { numbers }: KnownGroups): Sums {
  const { trendParts, loose } = question;
  const shown = shownRange(question, asked);
  const bucketMs = trendParts > 0 ? bucketLengthMs(shown.untilMs - shown.fromMs, trendParts) : undefined;
  const sums = new GroupSums(numbers, bucketMs === undefined ? undefined : trendOf(shown, bucketMs));
  let isExact = !asked.isRelabelling;
  eachMeantCount(asked, bucketMs, loose, (id, count, bucket) => {
    const label = asked.labels.get(id);
    const isKnown = label !== undefined && sums.add(label, count, bucket);
    isExact &&= isKnown;
  });
  return { sums, isExact };
}

function trendOf({ fromMs, untilMs }: Range, bucketMs: number): Trend {
  const first = Math.floor(fromMs / bucketMs);
  return { first, parts: Math.max(Math.ceil(untilMs / bucketMs) - first, 0) };
}

interface Known {
  readonly sums: GroupSums;
  readonly history: GroupHistory;
  readonly labels: KnownLabels;
  /** The count of a group is that of its history. */
  readonly hasAll: boolean;
}

function groupOf(id: string, group: number, { sums, history, labels, hasAll }: Known): AlertGroup {
  const { priorityNumber, withSources, withTags, some, ...sum } = sums.of(group);
  const newest = history.newest[group] ?? -1;
  const label = labels.at(newest < 0 ? some : newest);
  const firstSeenMs = history.firstSeenMs[group] ?? 0;
  const known = (places: readonly number[]) => places.flatMap((place) => labels.at(place) ?? []);
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
    tags: together(known(withTags).map(({ tags }) => tags ?? none)),
    sources: together(known(withSources).map(({ source }) => labels.alone(source))),
    priority: priorityOf(priorityNumber),
    ...sum,
    count: hasAll ? (history.counts[group] ?? 0) : sum.count,
    totalCount: history.counts[group] ?? 0,
    firstSeenMs: Number.isFinite(firstSeenMs) ? firstSeenMs : 0,
    lastSeenMs: history.lastSeenMs[group] ?? 0,
    lastSeq: history.lastSeqs[group] ?? 0,
  };
}

const none: readonly string[] = [];

/** One list is left as it is: most groups have the same as many others, and that is seen by its being the same. */
function together([only = none, ...more]: readonly (readonly string[])[]): readonly string[] {
  return more.length === 0 ? only : [...new Set([only, ...more].flat())].sort();
}
