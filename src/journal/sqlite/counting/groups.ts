import type { AskedSelection, GroupCountColumns, GroupQuestion } from '../calls.ts';
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
  const { sums, isExact } = sumsOf(asked, question, groupsBy);
  const hasAll = isOfAll(asked, question) && asked.isWhole;
  const known = { sums, history: groupsBy.history, labels: asked.labels, hasAll };
  const wanted = question.ids && new Set(question.ids);
  const found = sums.found.flatMap((group) => {
    const id = groupsBy.numbers.keys[group] ?? '';
    return !wanted || wanted.has(id) ? [groupOf(id, group, known)] : [];
  });
  return columnsOf(found, isExact);
}

/** How many of the alerts each group has, and how urgent they are: the same, but for what takes the longest to tell. */
export function groupCounts(asked: Asked, question: AskedSelection): GroupCountColumns {
  const groupsBy = asked.groupsBy('fingerprint');
  const all = { ...question, by: 'fingerprint', trendParts: 0, ids: undefined, loose: undefined } as const;
  const { sums } = sumsOf(asked, all, groupsBy);
  const { found } = sums;
  const hasAll = isOfAll(asked, all) && asked.isWhole;
  return {
    ids: found.map((group) => groupsBy.numbers.keys[group] ?? ''),
    counts: found.map((group) => (hasAll ? (groupsBy.history.counts[group] ?? 0) : sums.count(group))),
    priorities: found.map((group) => sums.priority(group)),
  };
}

interface Sums {
  readonly sums: GroupSums;
  readonly isExact: boolean;
}

function sumsOf(asked: Asked, question: GroupQuestion, groupsBy: KnownGroups): Sums {
  if (!isOfAll(asked, question)) return sumsOfMeant(asked, question, groupsBy);
  return { sums: sumsOfAll(asked, groupsBy), isExact: true };
}

function isOfAll({ plan, isRelabelling }: Asked, { trendParts }: GroupQuestion): boolean {
  return plan.isEverything && trendParts === 0 && !isRelabelling;
}

/** Whatever alerts came within the time: from what is remembered, but for parts of minutes. */
function sumsOfAll(asked: Asked, { kept }: KnownGroups): GroupSums {
  const { connection, labels, countedRange, pieceSums, minuteSums, totals } = asked;
  if (asked.isWhole) return kept.whole(totals());
  const pieces = piecesOf(countedRange, labelLevels);
  const buckets = pieces.filter((piece) => piece.kind === 'buckets');
  const sums = kept.of(
    connection,
    buckets.filter(({ level }) => level !== levels.minute),
    pieceSums,
  );
  const add = (id: number, count: number) => {
    const label = labels.get(id);
    if (label) sums.add(label, count, undefined);
  };
  for (const piece of pieces) {
    if (piece.kind === 'alerts') eachLabelCount(connection, piece, add);
    else if (piece.level === levels.minute) {
      for (const minute of minuteSums.of(connection, piece.first, piece.end)) {
        for (const [index, id] of minute.labels.entries()) add(id, minute.counts[index] ?? 0);
      }
    }
  }
  return sums;
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
