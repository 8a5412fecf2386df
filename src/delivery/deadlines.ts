import type { Clock } from '#kit/clock.ts';
import { DeliveryError } from '#outputs/errors.ts';
import { interruptible, type Interruptible } from './interruptible.ts';
import { sleepUntilAborted } from './sleep.ts';

/** Whoever was asked did not answer in time. What was sent may have arrived. */
export class DeadlineError extends DeliveryError {
  override readonly name = 'DeadlineError';
}

/**
 * Work that must end within the same time each. Nearly all of it does, so that there is not a timer for each but one
 * for all, which sleeps until the earliest deadline.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  /** With their deadlines on the monotonic clock, the earliest first. */
  readonly #running = new Map<Interruptible<unknown>, number>();
  readonly #closing = new AbortController();
  #isWatching = false;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  async run<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    this.#closing.signal.throwIfAborted();
    const running = interruptible(work);
    this.#running.set(running, this.#clock.monotonic() + this.#timeoutMs);
    if (!this.#isWatching) void this.#watch();
    try {
      return await running.result;
    } finally {
      this.#running.delete(running);
    }
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Breaks off what is running, and runs nothing more. */
  close(reason: Error): void {
    this.#closing.abort(reason);
    for (const { interrupt } of this.#running.keys()) interrupt(reason);
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    for (let [next] = this.#running; next && !this.isClosed; [next] = this.#running) {
      const [running, deadlineMs] = next;
      const leftMs = deadlineMs - this.#clock.monotonic();
      if (leftMs > 0) await sleepUntilAborted(this.#clock, leftMs, this.#closing.signal);
      else this.#expire(running);
    }
    this.#isWatching = false;
  }

  #expire(running: Interruptible<unknown>): void {
    this.#running.delete(running);
    running.interrupt(new DeadlineError(`There was no answer within ${this.#timeoutMs / 1000} s`));
  }
}
