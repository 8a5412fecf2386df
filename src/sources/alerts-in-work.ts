import type { Alert } from '#alert/alert.ts';

/** An alert in work, and what resolves once it is kept. */
interface Work {
  readonly alert: Alert;
  readonly kept: Promise<unknown>;
}

const places = 1024;
/** Where the seconds of a time stand, behind which the times of a day differ. */
const secondsAt = 17;

/**
 * The alerts in work, found by their time, which few share. A table of fixed size, since these come and go too fast for a `Map`: see
 * `#kit/slots.ts`.
 */
export class AlertsInWork {
  readonly #table: readonly Work[][] = Array.from({ length: places }, () => []);

  /** What the same alert waits for that is in work already. */
  find(alert: Alert): Promise<unknown> | undefined {
    return this.#place(alert).find((work) => isSame(work.alert, alert))?.kept;
  }

  add(alert: Alert, kept: Promise<unknown>): void {
    this.#place(alert).push({ alert, kept });
  }

  /** Does nothing for an alert that is not in work. */
  remove(alert: Alert): void {
    const place = this.#place(alert);
    const index = place.findIndex((work) => work.alert === alert);
    if (index < 0) return;
    const last = place.pop();
    if (last && index < place.length) place[index] = last;
  }

  #place({ time }: Alert): Work[] {
    let hash = 0;
    for (let at = secondsAt; at < time.length; at++) hash = (hash * 31 + time.charCodeAt(at)) % 0x1000000;
    return this.#table[hash % places] ?? [];
  }
}

function isSame(one: Alert, other: Alert): boolean {
  return (
    one.time === other.time && one.output === other.output && one.rule === other.rule && one.hostname === other.hostname
  );
}
