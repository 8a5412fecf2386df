import type { LooseCounts } from '../calls.ts';
import type { Asked } from './asked.ts';
import { integer } from '../row.ts';
import { eachLabelCount } from './count-rows.ts';
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
  asked: Asked,
  range: Range,
  bucketMs: number | undefined,
  loose: LooseCounts | undefined,
): ReadonlyMap<number, LabelCount> {
  const counts = new Map<number, LabelCount>();
  const bucketOf = (atMs: number) => (bucketMs === undefined ? undefined : Math.floor(atMs / bucketMs));
  if (bucketMs === undefined && asked.isWhole && !asked.isRelabelling) addTotals(asked, counts);
  else {
    const { connection, plan, isRelabelling } = asked;
    const usable = isRelabelling ? [levels.minute] : levelsWithin(labelLevels, bucketMs);
    for (const piece of piecesOf(range, usable)) {
      eachLabelCount(connection, piece, (label, count, atMs) => {
        if (plan.isEverything || plan.decided.has(label)) add(counts, label, bucketOf(atMs), count);
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

function addTotals({ connection, plan }: Asked, counts: Map<number, LabelCount>): void {
  for (const row of connection.iterate('SELECT label, count FROM label_totals WHERE count > 0')) {
    const label = integer(row, 'label');
    if (plan.isEverything || plan.decided.has(label)) add(counts, label, undefined, integer(row, 'count'));
  }
}

function add(counts: Map<number, LabelCount>, label: number, bucket: number | undefined, count: number): void {
  let known = counts.get(label);
  if (!known) counts.set(label, (known = { count: 0, buckets: new Map() }));
  known.count += count;
  if (bucket !== undefined) known.buckets.set(bucket, (known.buckets.get(bucket) ?? 0) + count);
}
