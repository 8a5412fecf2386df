import type { Clock } from '#kit/clock.ts';
import { Slots } from '#kit/slots.ts';

interface Waiting {
  readonly deadlineMs: number;
  readonly expire: () => void;
}

/** How late a deadline may be noticed, and how long a timer outlives the last wait. */
const maxSleepMs = 1000;

/** Deadlines for thousands of short waits a second: one timer for all of them, as nearly none ever runs out. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #waiting = new Slots<Waiting>();
  #isWatching = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Settles as the promise does, or rejects with `late()` when that takes too long. */
  within<Value>(promise: Promise<Value>, maxMs: number, late: () => Error): Promise<Value> {
    return new Promise((resolve, reject) => {
      const leave = () => this.#waiting.remove(place, waiting);
      const expire = () => {
        leave();
        reject(late());
      };
      const waiting = { deadlineMs: this.#clock.monotonic() + maxMs, expire };
      const place = this.#waiting.add(waiting);
      if (!this.#isWatching) void this.#watch();
      promise.then(
        (value) => {
          leave();
          resolve(value);
        },
        (error: unknown) => {
          leave();
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
    for (const { deadlineMs, expire } of this.#waiting) if (deadlineMs <= nowMs) expire();
  }
}
