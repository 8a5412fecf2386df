import type { CountedDimension, DimensionTally, Tally, ValueCount } from '../../counting.ts';
import type { LooseCounts, TallyQuestion } from '../calls.ts';
import { shownRange, type Asked } from './asked.ts';
import { eachLabelCount, eachRollup } from './count-rows.ts';
import { valuesOf } from './known-labels.ts';
import { countByLabel } from './label-counts.ts';
import { dimensionNumber, levels, valueLevels } from './levels.ts';
import { levelsWithin, piecesOf, type Range } from './pieces.ts';

/** Adds up what is meant by the values of dimensions. */
export function tally(asked: Asked, question: TallyQuestion): Tally {
  const { by, bucketMs, loose } = question;
  const shown = shownBuckets(shownRange(question, asked), bucketMs);
  const sums = by.map((dimension) => new ValueSums(dimension, shown));
  const isKept = asked.plan.isEverything && !asked.isRelabelling;
  const total = isKept ? addEverything(asked, bucketMs, sums) : addLabels(asked, bucketMs, sums, loose);
  return {
    total,
    startMs: shown.first * (bucketMs ?? 0),
    buckets: shown.count,
    dimensions: sums.map((each) => each.tally()),
    isExact: sums.every(({ isExact }) => isExact),
  };
}

interface ShownBuckets {
  readonly first: number;
  readonly count: number;
}

function shownBuckets({ fromMs, untilMs }: Range, bucketMs: number | undefined): ShownBuckets {
  if (bucketMs === undefined) return { first: 0, count: 0 };
  const first = Math.floor(fromMs / bucketMs);
  return { first, count: Math.max(Math.ceil(untilMs / bucketMs) - first, 0) };
}

/** From the counts of values; minutes and parts of minutes are counted by label. */
function addEverything(
  { connection, labels, countedRange }: Asked,
  bucketMs: number | undefined,
  sums: readonly ValueSums[],
): number {
  let total = 0;
  const bucketOf = (atMs: number) => (bucketMs === undefined ? 0 : Math.floor(atMs / bucketMs));
  const isOnlyPriority = sums.every(({ dimension }) => dimension === 'priority');
  for (const piece of piecesOf(countedRange, levelsWithin(valueLevels, bucketMs))) {
    if (piece.kind === 'buckets' && (piece.level !== levels.minute || isOnlyPriority)) {
      eachRollup(connection, piece, dimensionNumber('priority'), (_, count) => (total += count));
      for (const sum of sums) {
        const { dimension } = sum;
        eachRollup(connection, piece, dimensionNumber(dimension), (value, count, atMs) =>
          sum.add(labels.value(dimension, value), bucketOf(atMs), count),
        );
      }
      continue;
    }
    eachLabelCount(connection, piece, (id, count, atMs) => {
      total += count;
      const label = labels.get(id);
      for (const sum of label ? sums : []) {
        for (const value of (label && valuesOf(label, sum.dimension)) ?? ['']) sum.add(value, bucketOf(atMs), count);
      }
    });
  }
  return total;
}

function addLabels(
  asked: Asked,
  bucketMs: number | undefined,
  sums: readonly ValueSums[],
  loose: LooseCounts | undefined,
): number {
  let total = 0;
  for (const [id, { count, buckets }] of countByLabel(asked, bucketMs, loose)) {
    total += count;
    const label = asked.labels.get(id);
    if (!label) continue;
    for (const sum of sums) {
      const values = valuesOf(label, sum.dimension);
      if (!values) sum.isExact = false;
      for (const value of values ?? ['']) {
        if (bucketMs === undefined) sum.add(value, 0, count);
        else for (const [bucket, part] of buckets ?? []) sum.add(value, bucket, part);
      }
    }
  }
  return total;
}

/** The numbers of one dimension. */
class ValueSums {
  readonly dimension: CountedDimension;
  /** Whether the values of all alerts are known. */
  isExact = true;
  readonly #first: number;
  readonly #buckets: number;
  readonly #values = new Map<string, { count: number; readonly buckets: number[] }>();

  constructor(dimension: CountedDimension, { first, count }: ShownBuckets) {
    this.dimension = dimension;
    this.#first = first;
    this.#buckets = count;
  }

  add(value: string, bucket: number, count: number): void {
    let known = this.#values.get(value);
    if (!known) {
      known = { count: 0, buckets: Array.from({ length: this.#buckets }, () => 0) };
      this.#values.set(value, known);
    }
    known.count += count;
    if (this.#buckets > 0) known.buckets[bucket - this.#first] = (known.buckets[bucket - this.#first] ?? 0) + count;
  }

  tally(): DimensionTally {
    const values = [...this.#values].map(([value, { count, buckets }]): ValueCount => ({
      value,
      count,
      ...(this.#buckets > 0 && { buckets }),
    }));
    return { dimension: this.dimension, values };
  }
}
