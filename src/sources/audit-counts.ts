import type { RefusalReason } from '#rules/fields/split-events.ts';
import { Histogram } from './histogram.ts';

/** Where audit events came from. */
export type AuditOrigin = 'webhook' | 'file';

/** Why something that should be an audit event is none, or cannot be used; the label of a metric. */
export type AuditRefusalReason =
  | RefusalReason
  /** The provider had cut it off. */
  | 'truncated'
  /** An envelope whose inside cannot be read. */
  | 'broken-envelope';

const evaluationBoundsMs = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000];

/** The audit logs that are followed. */
export interface FollowedLogs {
  readonly files: number;
  /** What was in them when they were last looked at, and not read yet. */
  readonly unreadBytes: number;
}

/** What came in as audit events, and what rules found in it, as plain numbers. */
export class AuditCounts {
  /** How long one body, or a piece of a file, took to be taken apart and evaluated. */
  readonly evaluation = new Histogram(evaluationBoundsMs);
  readonly #maxRules: () => number;
  readonly #events = new Map<AuditOrigin, number>();
  readonly #refused = new Map<AuditRefusalReason, number>();
  readonly #matches = new Map<string, number>();
  #others = 0;
  #records = 0;
  #logs: FollowedLogs = { files: 0, unreadBytes: 0 };

  /** @param maxRules how many rules are counted by name; further ones are counted together as `other` */
  constructor(maxRules: () => number) {
    this.#maxRules = maxRules;
  }

  /** Events that were evaluated. */
  get events(): ReadonlyMap<AuditOrigin, number> {
    return this.#events;
  }

  get refused(): ReadonlyMap<AuditRefusalReason, number> {
    return this.#refused;
  }

  /** Log lines in envelopes that are those of other components. */
  get others(): number {
    return this.#others;
  }

  /** Alerts that rules made of events, by rule. */
  get matches(): ReadonlyMap<string, number> {
    return this.#matches;
  }

  /** Events that no rule matched, and that are kept all the same. */
  get records(): number {
    return this.#records;
  }

  get logs(): FollowedLogs {
    return this.#logs;
  }

  follow(logs: FollowedLogs): void {
    this.#logs = logs;
  }

  read(origin: AuditOrigin, events: number, others: number): void {
    this.#events.set(origin, (this.#events.get(origin) ?? 0) + events);
    this.#others += others;
  }

  refuse(reason: AuditRefusalReason): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  record(): void {
    this.#records++;
  }

  match(rule: string): void {
    const isNamed = this.#matches.has(rule) || this.#matches.size < this.#maxRules();
    const name = isNamed ? rule : 'other';
    this.#matches.set(name, (this.#matches.get(name) ?? 0) + 1);
  }
}
