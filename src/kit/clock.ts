import { setTimeout as sleepFor } from 'node:timers/promises';

/** Time as an argument, so that tests and simulations can own it. */
export interface Clock {
  /** Wall clock in milliseconds since 1970: for what is written down. */
  now(): number;
  /** Milliseconds that never jump: for waiting and measuring. */
  monotonic(): number;
  /** Resolves after a while; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest that one timer of Node can wait. */
const maxTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleepFor(Math.min(Math.max(0, ms), maxTimerMs), undefined, { ...(signal && { signal }) });
  },
};
