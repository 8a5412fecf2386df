import { backoffMs } from '#kit/backoff.ts';
import type { Failure } from './failure.ts';
import type { DeliveryPolicy } from './policy.ts';

export type CircuitState = 'healthy' | 'failing' | 'open' | 'misconfigured';

/**
 * Whether an output may be tried now; shared by all that is to be sent to it. After a few failures in a row it opens:
 * one attempt at a time, each after a growing pause, until one succeeds. Times are of the monotonic clock.
 */
export class Circuit {
  readonly #policy: DeliveryPolicy;
  readonly #random: () => number;
  #failures = 0;
  #isMisconfigured = false;
  #openUntilMs = 0;
  #throttledUntilMs = 0;
  #round = 0;

  constructor(policy: DeliveryPolicy, random: () => number) {
    this.#policy = policy;
    this.#random = random;
  }

  get state(): CircuitState {
    if (this.#failures === 0) return 'healthy';
    if (this.#isMisconfigured) return 'misconfigured';
    return this.isOpen ? 'open' : 'failing';
  }

  get isOpen(): boolean {
    return this.#isMisconfigured || this.#failures >= this.#policy.openAfterFailures;
  }

  get consecutiveFailures(): number {
    return this.#failures;
  }

  /** When the pause is over that the circuit or the other side asks for. */
  get pausedUntilMs(): number {
    return Math.max(this.#openUntilMs, this.#throttledUntilMs);
  }

  /** How long the next attempt has to wait; `Infinity` until one under way has ended. */
  waitMs(nowMs: number, inFlight: number): number {
    if (this.pausedUntilMs > nowMs) return this.pausedUntilMs - nowMs;
    return this.isOpen && inFlight > 0 ? Number.POSITIVE_INFINITY : 0;
  }

  /** Marks the start of an attempt; to be given back with its outcome. */
  begin(): number {
    return this.#round;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#isMisconfigured = false;
    this.#openUntilMs = 0;
  }

  throttled(retryAfterMs: number, nowMs: number): void {
    const pauseMs = Math.min(retryAfterMs, this.#policy.maxRetryAfterMs);
    this.#throttledUntilMs = Math.max(this.#throttledUntilMs, nowMs + pauseMs);
  }

  /** Attempts that ran side by side and failed together count as one failure. */
  failed({ kind }: Failure, round: number, nowMs: number): void {
    if (round < this.#round) return;
    this.#round++;
    this.#failures++;
    this.#isMisconfigured = kind === 'misconfigured';
    if (!this.isOpen) return;
    const backoff = this.#isMisconfigured ? this.#policy.misconfigured : this.#policy.retry;
    this.#openUntilMs = nowMs + backoffMs(backoff, this.#failures, this.#random);
  }
}
