import { backoffMs, type Backoff } from '#kit/backoff.ts';
import type { Clock } from '#kit/clock.ts';
import { sleepUntilAborted } from './sleep.ts';

export interface Persistence {
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** To be logged once, not each time. */
  readonly onFirstFailure: (error: unknown) => void;
}

/** Repeats what must not be given up, with growing pauses. `undefined` once aborted. */
export async function untilItWorks<Result>(
  work: () => Promise<Result>,
  { clock, random, backoff, signal, onFirstFailure }: Persistence,
): Promise<Result | undefined> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return await work();
    } catch (error) {
      if (failures === 1) onFirstFailure(error);
    }
    await sleepUntilAborted(clock, backoffMs(backoff, failures, random), signal);
  }
  return undefined;
}
