import type { Clock } from '#kit/clock.ts';
import { waitAtMost } from './sleep.ts';

/** Wakes a loop that waits for something to do. A ring that nobody waits for is kept for the next wait. */
export class Bell {
  readonly #clock: Clock;
  #hasRung = false;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  /** Returns when the bell rings, or after a while; `Infinity` waits for the bell alone. */
  async wait(ms: number): Promise<void> {
    if (!this.#hasRung) await this.#ringOrTime(ms);
    this.#hasRung = false;
  }

  async #ringOrTime(ms: number): Promise<void> {
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await (Number.isFinite(ms) ? waitAtMost(this.#clock, ms, rung) : rung);
    this.#wake = undefined;
  }
}
