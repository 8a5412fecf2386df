import type { LatencyHistogram } from '#delivery/health.ts';

/** The time that a part of the attempts stayed below, from the bounds of the buckets and evenly in between; `undefined` without attempts. */
export function latencyQuantileMs(
  { boundsSeconds, counts, count }: LatencyHistogram,
  part: number,
): number | undefined {
  if (count === 0) return undefined;
  const wanted = part * count;
  let [lowerSeconds, below] = [0, 0];
  for (const [index, boundSeconds] of boundsSeconds.entries()) {
    const within = counts[index] ?? 0;
    if (within >= wanted && within > below) {
      const share = (wanted - below) / (within - below);
      return (lowerSeconds + (boundSeconds - lowerSeconds) * share) * 1000;
    }
    [lowerSeconds, below] = [boundSeconds, within];
  }
  return lowerSeconds * 1000;
}
