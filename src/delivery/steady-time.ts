import type { Clock } from '#kit/clock.ts';

/** A moment, for what is written down and for what is decided. */
export interface Moment {
  /** As the wall clock shows it. */
  readonly atMs: number;
  /** As `steadyTime` counts it. */
  readonly steadyMs: number;
}

/**
 * The wall clock as if nobody had set it since this call. How long something has been going on is told by this, so that an
 * alert is not given up after seconds because somebody set the clock by years; and since it is the time of day, it can be
 * kept over a restart.
 */
export function steadyTime(clock: Pick<Clock, 'now' | 'monotonic'>): () => number {
  const offsetMs = clock.now() - clock.monotonic();
  return () => offsetMs + clock.monotonic();
}
