import type { Histogram } from '#ui/api/contract.ts';

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The buckets that a brush touched: only of whole ones the number is known. */
export function wholeBuckets({ startMs, bucketMs }: Histogram, { fromMs, untilMs }: Span): Span {
  return {
    fromMs: startMs + Math.floor((fromMs - startMs) / bucketMs) * bucketMs,
    untilMs: startMs + Math.ceil((untilMs - startMs) / bucketMs) * bucketMs,
  };
}

/** How many alerts the server counted in so many whole buckets; `undefined` where the span cuts through one. */
export function countIn({ startMs, bucketMs, series, isExact }: Histogram, span: Span): number | undefined {
  const [from, until] = [(span.fromMs - startMs) / bucketMs, (span.untilMs - startMs) / bucketMs];
  if (!isExact || !Number.isInteger(from) || !Number.isInteger(until) || from < 0) return undefined;
  return series.reduce((sum, { counts }) => sum + total(counts.slice(from, until)), 0);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
