import type { LooseCounts } from '../calls.ts';
import type { Asked } from './asked.ts';
import { eachLabelCount } from './count-rows.ts';
import { labelLevels, levels, minuteMs } from './levels.ts';
import { levelsWithin, piecesOf } from './pieces.ts';

/** The alerts of a label that are meant. */
export interface LabelCount {
  readonly count: number;
  /** By number of the bucket, as far as there are any; `undefined` without buckets. */
  readonly buckets: ReadonlyMap<number, number> | undefined;
}

/** Takes a number of alerts with a label, in a bucket where there are any. The same may come more than once. */
type TakeLabel = (label: number, count: number, bucket: number | undefined) => void;

/**
 * Counts alerts that are meant, by label: those that labels decide from the counts that are kept, the others as they were
 * counted one by one before (`loose`).
 */
export function eachMeantCount(
  asked: Asked,
  bucketMs: number | undefined,
  loose: LooseCounts | undefined,
  take: TakeLabel,
): void {
  const bucketOf = (atMs: number) => (bucketMs === undefined ? undefined : Math.floor(atMs / bucketMs));
  const { plan, range } = asked;
  const takeMeant: TakeLabel = (label, count, bucket) => {
    if (plan.isEverything || plan.decided.has(label)) take(label, count, bucket);
  };
  if (bucketMs === undefined && asked.isWhole && !asked.isRelabelling) eachTotalCount(asked, takeMeant);
  else eachKeptCount(asked, bucketMs, bucketOf, takeMeant);
  loose?.labels.forEach((label, index) => {
    const minute = loose.minutes[index] ?? 0;
    if ((minute + 1) * minuteMs <= range.fromMs) return;
    take(label, loose.counts[index] ?? 0, bucketOf(minute * minuteMs));
  });
}

/** The same, with all that was counted of a label together. */
export function countByLabel(
  asked: Asked,
  bucketMs: number | undefined,
  loose: LooseCounts | undefined,
): ReadonlyMap<number, LabelCount> {
  const counts = new Map<number, Counting>();
  eachMeantCount(asked, bucketMs, loose, (label, count, bucket) => add(counts, label, bucket, count));
  return counts;
}

function eachTotalCount({ labels, totals }: Asked, take: TakeLabel): void {
  const { counts } = totals();
  for (const label of labels.all()) {
    const count = counts[label.place] ?? 0;
    if (count > 0) take(label.id, count, undefined);
  }
}

function eachKeptCount(
  { connection, countedRange, isRelabelling, sumOf }: Asked,
  bucketMs: number | undefined,
  bucketOf: (atMs: number) => number | undefined,
  take: TakeLabel,
): void {
  const usable = isRelabelling ? [levels.minute] : levelsWithin(labelLevels, bucketMs);
  for (const piece of piecesOf(countedRange, usable)) {
    if (bucketMs === undefined && piece.kind === 'buckets' && !isRelabelling) {
      const sums = sumOf(piece);
      for (const [index, label] of sums.labels.entries()) take(label, sums.counts[index] ?? 0, undefined);
    } else eachLabelCount(connection, piece, (label, count, atMs) => take(label, count, bucketOf(atMs)));
  }
}

interface Counting {
  count: number;
  /** Not made where nobody wants it: there are many labels. */
  readonly buckets: Map<number, number> | undefined;
}

function add(counts: Map<number, Counting>, label: number, bucket: number | undefined, count: number): void {
  let known = counts.get(label);
  if (!known) counts.set(label, (known = { count: 0, buckets: bucket === undefined ? undefined : new Map() }));
  known.count += count;
  if (bucket !== undefined) known.buckets?.set(bucket, (known.buckets.get(bucket) ?? 0) + count);
}
