import type { Alert } from '#alert/alert.ts';
import { laneOf, type Lane } from '#alert/lane.ts';
import type { Entry } from '#journal/journal.ts';
import { numberOf } from '#delivery/testing/alerts.ts';

/** What the world outside knows of an alert. */
export interface KnownAlert {
  readonly number: number;
  readonly alert: Alert;
  readonly lane: Lane;
  /** Outputs that had their place in the journal before it was appended. */
  readonly owedTo: ReadonlySet<string>;
  /** Given when it was acknowledged. */
  seq: number | undefined;
}

interface Arrivals {
  readonly counts: Map<number, number>;
  /** The newest that has arrived, by lane. */
  readonly newest: Map<Lane, number>;
}

/** Which alerts there are, and what arrived where. Whatever breaks a promise is a violation. */
export class Oracle {
  readonly violations: string[] = [];
  readonly known: KnownAlert[] = [];
  /** Alerts that may arrive late at an output, since they stood aside there. */
  readonly #aside = new Map<string, Set<number>>();
  readonly #arrivals = new Map<string, Arrivals>();
  acknowledged = 0;
  arrived = 0;
  repeated = 0;

  violated(what: string): void {
    this.violations.push(what);
  }

  appended(alert: Alert, owedTo: ReadonlySet<string>): KnownAlert {
    const known = { number: numberOf(alert), alert, lane: laneOf(alert.priority), owedTo, seq: undefined };
    this.known.push(known);
    return known;
  }

  acknowledge(known: KnownAlert, entry: Entry | undefined): void {
    this.acknowledged++;
    known.seq = entry?.seq;
    if (entry?.alert.json !== known.alert.json) this.violated(`alert ${known.number} was acknowledged as another`);
  }

  /** From now on these may arrive out of their order. */
  stoodAside(output: string, numbers: readonly number[]): void {
    const aside = this.#aside.get(output) ?? new Set<number>();
    this.#aside.set(output, aside);
    for (const number of numbers) aside.add(number);
  }

  /** `isOrdered` for an output that gets one message at a time. */
  arrive(output: string, alert: Alert, isOrdered: boolean): void {
    const number = numberOf(alert);
    const known = this.known[number - 1];
    if (known?.alert.json !== alert.json)
      return this.violated(`${output} got ${number}, which nobody appended like that`);
    const arrivals = this.#arrivalsAt(output);
    const count = arrivals.counts.get(number) ?? 0;
    arrivals.counts.set(number, count + 1);
    this.arrived++;
    if (count > 0) {
      this.repeated++;
      return;
    }
    if (this.#aside.get(output)?.has(number)) return;
    this.#excuseOvertaken(output, known);
    const newest = arrivals.newest.get(known.lane) ?? 0;
    if (isOrdered && number < newest) this.violated(`${output} got ${known.lane} alert ${number} after ${newest}`);
    arrivals.newest.set(known.lane, Math.max(newest, number));
  }

  /**
   * While an alert keeps failing, one of the next messages is tried, and what waits between steps aside with it once that is
   * accepted: also where the process ends before it is written down.
   */
  #excuseOvertaken(output: string, { number, lane }: KnownAlert): void {
    const aside = this.#aside.get(output);
    if (!aside) return;
    const { counts } = this.#arrivalsAt(output);
    const isMissing = (one: number) => !counts.has(one) && this.known[one - 1]?.lane === lane;
    const failing = [...aside].filter((one) => one < number && isMissing(one));
    if (failing.length === 0) return;
    for (let one = Math.min(...failing); one < number; one++) if (isMissing(one)) aside.add(one);
  }

  has(output: string, number: number): boolean {
    return this.#arrivalsAt(output).counts.has(number);
  }

  #arrivalsAt(output: string): Arrivals {
    const known = this.#arrivals.get(output);
    if (known) return known;
    const arrivals: Arrivals = { counts: new Map(), newest: new Map() };
    this.#arrivals.set(output, arrivals);
    return arrivals;
  }
}
