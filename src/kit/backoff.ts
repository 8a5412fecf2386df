/** How waiting grows: up to `initialMs` after the first failure, twice that after each further one, `maxMs` at most. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * Exponential back-off with full jitter: anything between nothing and the ceiling, so that many senders do not come
 * back in step. See https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
 * @param failures how many there were, from 1
 * @param random gives numbers from 0 up to 1, as `Math.random`
 */
export function backoffMs({ initialMs, maxMs }: Backoff, failures: number, random: () => number): number {
  const ceilingMs = Math.min(maxMs, initialMs * 2 ** Math.max(0, failures - 1));
  return Math.round(random() * ceilingMs);
}
