import { setTimeout } from 'node:timers/promises';

const deadlineMs = 20_000;
const pauseMs = 10;

/** Waits for a condition; what the last try threw when it does not come true in time. */
export async function eventually<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await setTimeout(pauseMs);
    }
  }
}
