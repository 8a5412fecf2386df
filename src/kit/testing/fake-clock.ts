import type { Clock } from '../clock.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * Virtual time that passes only when told to. Everything that follows from one wake-up runs before the next, in the
 * order of the times asked for, so that a test repeats itself exactly.
 */
export class FakeClock implements Clock {
  /** What the wall clock shows apart from the time that passed: change it to make it jump. */
  wallOffsetMs: number;
  #elapsedMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(startMs = Date.parse('2026-01-31T12:00:00Z')) {
    this.wallOffsetMs = startMs;
  }

  now(): number {
    return this.wallOffsetMs + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper = { atMs: this.#elapsedMs + Math.max(0, ms), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Lets time pass, waking whoever's time has come, and ends when all that followed is done. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms;
    await settled();
    while (await this.step(untilMs)) {
      // Each step wakes one sleeper.
    }
    this.#elapsedMs = Math.max(this.#elapsedMs, untilMs);
  }

  /** Goes to the next sleeper's time, if that is not after `untilMs`, and wakes it. Tells whether there was one. */
  async step(untilMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!next || sleeper.atMs < next.atMs) next = sleeper;
    if (!next || next.atMs > untilMs) return false;
    this.#sleepers.delete(next);
    this.#elapsedMs = Math.max(this.#elapsedMs, next.atMs);
    next.wake();
    await settled();
    return true;
  }
}

/**
 * Node comes to `setImmediate` only after all promises that can go on have gone on; the second is for those that
 * themselves wait for one.
 */
async function settled(): Promise<void> {
  await nextRound();
  await nextRound();
}

async function nextRound(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
