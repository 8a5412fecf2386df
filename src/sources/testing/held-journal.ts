import type { Alert } from '#alert/alert.ts';
import { laneOf } from '#alert/lane.ts';
import type { Entry, Journal } from '#journal/journal.ts';

interface Held {
  readonly finish: () => void;
  readonly fail: (error: Error) => void;
}

/** A journal whose appends last until a test lets them go on. */
export class HeldJournal implements Pick<Journal, 'append'> {
  /** What is durable. */
  readonly alerts: Alert[] = [];
  isHeld = false;
  #held: Held[] = [];

  get waiting(): number {
    return this.#held.length;
  }

  /** As they would be found again after a restart. */
  get entries(): readonly Entry[] {
    return this.#entries(this.alerts, 1);
  }

  async append(alerts: readonly Alert[]): Promise<readonly Entry[]> {
    if (this.isHeld) await new Promise<void>((finish, fail) => this.#held.push({ finish, fail }));
    const first = this.alerts.length + 1;
    this.alerts.push(...alerts);
    return this.#entries(alerts, first);
  }

  #entries(alerts: readonly Alert[], first: number): readonly Entry[] {
    const receivedAtMs = Date.now();
    return alerts.map((alert, index) => ({ seq: first + index, receivedAtMs, lane: laneOf(alert.priority), alert }));
  }

  release(): void {
    this.isHeld = false;
    for (const { finish } of this.#held.splice(0)) finish();
  }

  fail(error: Error): void {
    this.isHeld = false;
    for (const { fail } of this.#held.splice(0)) fail(error);
  }
}
