import type { Clock } from '#kit/clock.ts';

interface Waiting {
  readonly deadlineMs: number;
  readonly expire: () => void;
}

/** How late a deadline may be noticed, and how long a timer outlives the last wait. */
const maxSleepMs = 1000;

/** Deadlines for thousands of short waits a second: one timer for all of them, as nearly none ever runs out. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting>();
  #isWatching = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Settles as the promise does, or rejects with `late()` when that takes too long. */
  within<Value>(promise: Promise<Value>, maxMs: number, late: () => Error): Promise<Value> {
    return new Promise((resolve, reject) => {
      const waiting = { deadlineMs: this.#clock.monotonic() + maxMs, expire: () => reject(late()) };
      this.#waiting.add(waiting);
      if (!this.#isWatching) void this.#watch();
      promise.then(
        (value) => {
          this.#waiting.delete(waiting);
          resolve(value);
        },
        (error: unknown) => {
          this.#waiting.delete(waiting);
          reject(error);
        },
      );
    });
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    while (this.#waiting.size > 0) {
      await this.#clock.sleep(Math.min(maxSleepMs, this.#nextMs()));
      this.#expire(this.#clock.monotonic());
    }
    this.#isWatching = false;
  }

  #nextMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { deadlineMs } of this.#waiting) next = Math.min(next, deadlineMs);
    return Math.max(0, next - this.#clock.monotonic());
  }

  #expire(nowMs: number): void {
    for (const waiting of this.#waiting) {
      if (waiting.deadlineMs > nowMs) continue;
      this.#waiting.delete(waiting);
      waiting.expire();
    }
  }
}
