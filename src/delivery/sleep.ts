import type { Clock } from '#kit/clock.ts';

/** Sleeps for a while, or until aborted, which is no error here. */
export async function sleepUntilAborted(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Waits for work, but no longer than until aborted. */
export async function unlessAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
}

/** Waits for work, but no longer than for a while. */
export async function waitAtMost(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const finished = new AbortController();
  await Promise.race([work, sleepUntilAborted(clock, ms, finished.signal)]);
  finished.abort();
}
