import type { LooseCounts } from '../calls.ts';
import type { Asked } from './asked.ts';
import { labelRows } from './count-rows.ts';
import { labelLevels, levels, minuteMs } from './levels.ts';
import { levelsWithin, piecesOf, type Range } from './pieces.ts';

/** The alerts of a label that are meant. */
export interface LabelCount {
  count: number;
  /** By number of the bucket, as far as there are any; empty without buckets. */
  readonly buckets: Map<number, number>;
}

/**
 * Counts alerts that are meant, by label: those that labels decide from the counts that are kept, the others as they were
 * counted one by one before (`loose`).
 */
export function countByLabel(
  { connection, plan, isRelabelling }: Asked,
  range: Range,
  bucketMs: number | undefined,
  loose: LooseCounts | undefined,
): ReadonlyMap<number, LabelCount> {
  const counts = new Map<number, LabelCount>();
  const usable = isRelabelling ? [levels.minute] : levelsWithin(labelLevels, bucketMs);
  for (const piece of piecesOf(range, usable)) {
    for (const { bucket, key, count } of labelRows(connection, piece, bucketMs)) {
      if (plan.isEverything || plan.decided.has(key)) add(counts, key, bucketMs && bucket, count);
    }
  }
  loose?.labels.forEach((label, index) => {
    const minute = loose.minutes[index] ?? 0;
    if ((minute + 1) * minuteMs <= range.fromMs) return;
    const bucket = bucketMs && Math.floor((minute * minuteMs) / bucketMs);
    add(counts, label, bucket, loose.counts[index] ?? 0);
  });
  return counts;
}

function add(counts: Map<number, LabelCount>, label: number, bucket: number | undefined, count: number): void {
  let known = counts.get(label);
  if (!known) counts.set(label, (known = { count: 0, buckets: new Map() }));
  known.count += count;
  if (bucket !== undefined) known.buckets.set(bucket, (known.buckets.get(bucket) ?? 0) + count);
}
