const minuteMs = 60_000;

/** Lengths that people think in; each is a multiple of one that counts are kept by. */
const roundMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/** The shortest round length of which so many buckets reach over a range, wherever it begins. */
export function bucketLengthMs(rangeMs: number, maxBuckets: number): number {
  const round = roundMinutes.find((minutes) => reaches(minutes * minuteMs, rangeMs, maxBuckets));
  if (round !== undefined) return round * minuteMs;
  const dayMs = 1440 * minuteMs;
  return Math.max(1, Math.ceil(rangeMs / dayMs / Math.max(maxBuckets - 1, 1))) * dayMs;
}

/** One more is needed where the range begins within a bucket. */
function reaches(bucketMs: number, rangeMs: number, maxBuckets: number): boolean {
  return bucketMs * (maxBuckets - 1) >= rangeMs;
}
