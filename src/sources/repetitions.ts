import { hash } from 'node:crypto';
import type { Alert } from '#alert/alert.ts';
import type { Entry } from '#journal/journal.ts';
import type { Clock } from '#kit/clock.ts';
import { AlertsInWork } from './alerts-in-work.ts';

export interface RepetitionLimits {
  readonly dedupWindowMs: number;
  readonly maxRemembered: number;
}

/**
 * Recognises the repetition of a request that was kept although its sender may not know: Falco repeats after a time-out.
 * Only alerts in work, and those whose answer was not heard for sure, are known here; who posts the same alert again after a
 * prompt answer means it. Time is measured by the clock that never jumps.
 */
export class Repetitions {
  readonly #clock: Clock;
  readonly #limits: () => RepetitionLimits;
  readonly #inWork = new AlertsInWork();
  /** By digest, oldest first, with the time of forgetting. */
  readonly #remembered = new Map<string, number>();

  constructor(clock: Clock, limits: () => RepetitionLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get remembered(): number {
    return this.#remembered.size;
  }

  /** For a repetition, what its original waits for: it resolves once that is kept. `undefined` for a new alert. */
  original(alert: Alert): Promise<unknown> | undefined {
    if (this.#limits().dedupWindowMs === 0) return undefined;
    return this.#inWork.find(alert) ?? (this.#isRemembered(alert) ? Promise.resolve() : undefined);
  }

  /** New alerts are in work until `end`. */
  begin(alerts: readonly Alert[], kept: Promise<unknown>): void {
    if (this.#limits().dedupWindowMs === 0) return;
    for (const alert of alerts) this.#inWork.add(alert, kept);
  }

  /** They are kept and answered, or were not kept. Those whose sender may repeat them are remembered. */
  end(alerts: readonly Alert[], mayBeRepeated: boolean): void {
    for (const alert of alerts) this.#inWork.remove(alert);
    if (mayBeRepeated) this.#rememberAll(alerts);
  }

  /** At start: what a previous process kept lately, whose senders may not have been answered. Any order. */
  remember(entries: readonly Entry[]): void {
    const sinceMs = this.#clock.now() - this.#limits().dedupWindowMs;
    this.#rememberAll(entries.filter((entry) => entry.receivedAtMs >= sinceMs).map((entry) => entry.alert));
  }

  #rememberAll(alerts: readonly Alert[]): void {
    const { dedupWindowMs, maxRemembered } = this.#limits();
    if (dedupWindowMs === 0) return;
    const forgetAtMs = this.#clock.monotonic() + dedupWindowMs;
    for (const alert of alerts) {
      const digest = digestOf(alert);
      this.#remembered.delete(digest);
      this.#remembered.set(digest, forgetAtMs);
    }
    this.#forget(maxRemembered);
  }

  #isRemembered(alert: Alert): boolean {
    if (this.#remembered.size === 0) return false;
    this.#forget(this.#limits().maxRemembered);
    return this.#remembered.has(digestOf(alert));
  }

  #forget(maxRemembered: number): void {
    const nowMs = this.#clock.monotonic();
    for (const [digest, forgetAtMs] of this.#remembered) {
      if (forgetAtMs > nowMs && this.#remembered.size <= maxRemembered) return;
      this.#remembered.delete(digest);
    }
  }
}

/** An output text may be long, and many are remembered. */
function digestOf({ time, hostname, rule, output }: Alert): string {
  return hash('sha1', `${time}\n${hostname}\n${rule}\n${output}`, 'base64');
}
