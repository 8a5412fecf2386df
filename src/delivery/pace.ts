import type { Pace } from '#outputs/output.ts';

/**
 * Keeps to the rate that a service permits: so many messages at once, after which room comes back evenly. Times are of the
 * monotonic clock. It is the generic cell rate algorithm, see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm.
 */
export class PaceMaker {
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  /** When all that was sent would have gone, one after the other at the even rate. */
  #sentUntilMs = 0;

  constructor(pace: Pace | undefined) {
    this.#intervalMs = pace ? pace.perMs / pace.messages : 0;
    this.#toleranceMs = pace ? pace.perMs - this.#intervalMs : 0;
  }

  /** How long the next message has to wait. */
  waitMs(nowMs: number): number {
    return Math.max(0, Math.ceil(this.#sentUntilMs - this.#toleranceMs - nowMs));
  }

  began(nowMs: number): void {
    this.#sentUntilMs = Math.max(this.#sentUntilMs, nowMs) + this.#intervalMs;
  }
}
