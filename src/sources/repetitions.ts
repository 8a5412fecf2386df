import { hash } from 'node:crypto';
import type { Alert } from '#alert/alert.ts';
import type { Entry } from '#journal/journal.ts';
import type { Clock } from '#kit/clock.ts';

export interface RepetitionLimits {
  readonly dedupWindowMs: number;
  readonly maxRemembered: number;
}

/** An alert in work, and others of the same time. */
interface Work {
  readonly alert: Alert;
  readonly kept: Promise<unknown>;
  readonly next: Work | undefined;
}

/**
 * Recognises the repetition of a request that was kept although its sender may not know: Falco repeats after a time-out.
 * Only alerts in work, and those whose answer was not heard for sure, are known here; who posts the same alert again after a
 * prompt answer means it. Time is measured by the clock that never jumps.
 */
export class Repetitions {
  readonly #clock: Clock;
  readonly #limits: () => RepetitionLimits;
  /** By time, in nanoseconds, which few alerts share. */
  readonly #inWork = new Map<string, Work>();
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
    for (let work = this.#inWork.get(alert.time); work; work = work.next) {
      if (isSame(work.alert, alert)) return work.kept;
    }
    return this.#isRemembered(alert) ? Promise.resolve() : undefined;
  }

  /** New alerts are in work until `end`. */
  begin(alerts: readonly Alert[], kept: Promise<unknown>): void {
    if (this.#limits().dedupWindowMs === 0) return;
    for (const alert of alerts) this.#inWork.set(alert.time, { alert, kept, next: this.#inWork.get(alert.time) });
  }

  /** They are kept and answered, or were not kept. Those whose sender may repeat them are remembered. */
  end(alerts: readonly Alert[], mayBeRepeated: boolean): void {
    for (const alert of alerts) {
      const others = without(this.#inWork.get(alert.time), alert);
      if (others) this.#inWork.set(alert.time, others);
      else this.#inWork.delete(alert.time);
    }
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

function isSame(one: Alert, other: Alert): boolean {
  return one.output === other.output && one.rule === other.rule && one.hostname === other.hostname;
}

function without(work: Work | undefined, alert: Alert): Work | undefined {
  if (!work || work.alert === alert) return work?.next;
  return { ...work, next: without(work.next, alert) };
}

/** An output text may be long, and many are remembered. */
function digestOf({ time, hostname, rule, output }: Alert): string {
  return hash('sha1', `${time}\n${hostname}\n${rule}\n${output}`, 'base64');
}
