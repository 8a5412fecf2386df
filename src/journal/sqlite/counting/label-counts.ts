import type { LooseCounts } from '../calls.ts';
import type { Asked } from './asked.ts';
import { eachLabelCount } from './count-rows.ts';
import { labelLevels, levels, minuteMs } from './levels.ts';
import { levelsWithin, piecesOf, type Range } from './pieces.ts';

/** The alerts of a label that are meant. */
export interface LabelCount {
  readonly count: number;
  /** By number of the bucket, as far as there are any; `undefined` without buckets. */
  readonly buckets: ReadonlyMap<number, number> | undefined;
}

/**
 * Counts alerts that are meant, by label: those that labels decide from the counts that are kept, the others as they were
 * counted one by one before (`loose`).
 */
export function countByLabel(
  asked: Asked,
  range: Range,
  bucketMs: number | undefined,
  loose: LooseCounts | undefined,
): ReadonlyMap<number, LabelCount> {
  const counts = new Map<number, Counting>();
  const bucketOf = (atMs: number) => (bucketMs === undefined ? undefined : Math.floor(atMs / bucketMs));
  if (bucketMs === undefined && asked.isWhole && !asked.isRelabelling) addTotals(asked, counts);
  else {
    const { connection, plan, isRelabelling, sumOf } = asked;
    const isMeant = (label: number) => plan.isEverything || plan.decided.has(label);
    const usable = isRelabelling ? [levels.minute] : levelsWithin(labelLevels, bucketMs);
    for (const piece of piecesOf(range, usable)) {
      if (bucketMs === undefined && piece.kind === 'buckets' && piece.level !== levels.minute) {
        for (const [label, count] of sumOf(piece)) if (isMeant(label)) add(counts, label, undefined, count);
        continue;
      }
      eachLabelCount(connection, piece, (label, count, atMs) => {
        if (isMeant(label)) add(counts, label, bucketOf(atMs), count);
      });
    }
  }
  loose?.labels.forEach((label, index) => {
    const minute = loose.minutes[index] ?? 0;
    if ((minute + 1) * minuteMs <= range.fromMs) return;
    add(counts, label, bucketOf(minute * minuteMs), loose.counts[index] ?? 0);
  });
  return counts;
}

function addTotals({ plan, totals }: Asked, sums: Map<number, Counting>): void {
  const { labels, counts } = totals();
  for (const [index, label] of labels.entries()) {
    if (plan.isEverything || plan.decided.has(label)) add(sums, label, undefined, counts[index] ?? 0);
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
