import { systemClock, type Clock } from '#kit/clock.ts';

/** The system's clock, with a wall clock that tests set; time that never jumps goes with it when it is moved forward. */
export class TestClock implements Clock {
  #nowMs: number;
  #aheadMs = 0;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#aheadMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }

  /** Time goes by. */
  advance(ms: number): void {
    this.#nowMs += ms;
    this.#aheadMs += ms;
  }

  /** Somebody sets the wall clock. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }
}
