import { priorities, type Priority } from '#alert/priority.ts';

/** The part of an answer that is drawn. */
export interface HistogramData {
  readonly startMs: number;
  readonly bucketMs: number;
  readonly series: readonly {
    readonly priority: Priority;
    readonly counts: readonly number[];
    readonly total: number;
  }[];
  readonly total: number;
}

/** Warning and above over notice and below: on one scale the rare ones would not be seen. */
export type LaneName = 'upper' | 'lower';

export interface Lane {
  readonly name: LaneName;
  readonly title: string;
  /** A round number at or above the tallest bar. */
  readonly top: number;
}

export interface Bucket {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly total: number;
  /** Least urgent first, as they are stacked from the base. */
  readonly upper: readonly Part[];
  readonly lower: readonly Part[];
}

export interface Part {
  readonly priority: Priority;
  readonly count: number;
}

export function bucketsOf({ startMs, bucketMs, series }: HistogramData): readonly Bucket[] {
  const length = Math.max(0, ...series.map(({ counts }) => counts.length));
  return Array.from({ length }, (_, index) => {
    const parts = series
      .map(({ priority, counts }) => ({ priority, count: counts[index] ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => priorities.indexOf(b.priority) - priorities.indexOf(a.priority));
    return {
      fromMs: startMs + index * bucketMs,
      untilMs: startMs + (index + 1) * bucketMs,
      total: sum(parts),
      upper: parts.filter(({ priority }) => laneOf(priority) === 'upper'),
      lower: parts.filter(({ priority }) => laneOf(priority) === 'lower'),
    };
  });
}

export function lanesOf(buckets: readonly Bucket[]): readonly [Lane, Lane] {
  const top = (name: LaneName) => roundUp(Math.max(1, ...buckets.map((bucket) => sum(bucket[name]))));
  return [
    { name: 'upper', title: 'warning and above', top: top('upper') },
    { name: 'lower', title: 'notice and below', top: top('lower') },
  ];
}

export function laneOf(priority: Priority): LaneName {
  return priorities.indexOf(priority) <= priorities.indexOf('Warning') ? 'upper' : 'lower';
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { count }) => total + count, 0);
}

const steps = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 4.8, 6, 8, 10];

function roundUp(value: number): number {
  if (value <= 10) return Math.ceil(value);
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((candidate) => candidate * power >= value) ?? 10;
  return Math.round(step * power);
}

/** One sentence: what, over what, the finding. */
export function describe(buckets: readonly Bucket[], total: number, time: (ms: number) => string): string {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last || total === 0) return 'No alerts in this time.';
  const highest = buckets.reduce((most, bucket) => (bucket.total > most.total ? bucket : most), first);
  return `Alerts from ${time(first.fromMs)} to ${time(last.untilMs)}, ${total} in all. Most, ${highest.total}, from ${time(highest.fromMs)} on.`;
}
