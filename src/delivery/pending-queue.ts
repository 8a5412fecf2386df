import type { Batch } from './attempt.ts';
import { chooseBatch, chooseProbe, type BatchChoice, type BatchRules } from './batching.ts';
import type { PendingAlert } from './pending-alert.ts';
import type { DeliveryPolicy } from './policy.ts';

/** The next message, or how long there is none. */
export type Take = { readonly batch: Batch } | { readonly waitMs: number };

/** How alerts come back into the queue. */
export interface PutBack {
  readonly batch: Batch;
  /** Those of the batch that are to be sent again. */
  readonly again: readonly PendingAlert[];
  readonly isSpoilt: boolean;
  /** On the monotonic clock. */
  readonly retryAtMs: number;
}

/**
 * The alerts of a lane that wait to be sent, in the order of the journal. While the first of them keeps failing with an
 * answer, one of those behind it is tried from time to time: if that is accepted, the first is to blame; if not, it is
 * an outage, and everything stays in its order.
 */
export class PendingQueue {
  readonly #rules: BatchRules;
  readonly #policy: DeliveryPolicy;
  #pending: readonly PendingAlert[] = [];
  #groups = 0;
  #isProbeDue = false;
  #probeDistance = 1;
  #probedSeq: number | undefined;

  constructor(rules: BatchRules, policy: DeliveryPolicy) {
    this.#rules = rules;
    this.#policy = policy;
  }

  get size(): number {
    return this.#pending.length;
  }

  /** Of the alerts' JSON. */
  get bytes(): number {
    return this.#pending.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  add(pending: readonly PendingAlert[]): void {
    this.#pending = [...this.#pending, ...pending];
  }

  take(nowMs: number): Take {
    const choice = this.#chooseProbe(nowMs) ?? chooseBatch(this.#pending, this.#rules, nowMs);
    if ('waitMs' in choice) return choice;
    const [first, ...others] = this.#pending.slice(choice.from, choice.until);
    if (!first) return { waitMs: Number.POSITIVE_INFINITY };
    this.#pending = this.#pending.toSpliced(choice.from, choice.until - choice.from);
    return { batch: [first, ...others] };
  }

  putBack({ batch, again, isSpoilt, retryAtMs }: PutBack): void {
    if (again.length === 0) return;
    const delayed = this.#regrouped(batch, again, isSpoilt).map((pending) => ({ ...pending, notBeforeMs: retryAtMs }));
    this.#pending = [...delayed, ...this.#pending].sort((a, b) => a.entry.seq - b.entry.seq);
    const [first] = this.#pending;
    if (first && first.entry.seq === batch[0].entry.seq && this.isStuck(first)) this.#isProbeDue = true;
  }

  /** A message was accepted: those in front of it that failed before step aside. */
  removeOvertakenBy([{ entry }]: Batch): readonly PendingAlert[] {
    const isOvertaken = (pending: PendingAlert) =>
      pending.entry.seq < entry.seq && (this.#rules.isStrict || this.isStuck(pending));
    const overtaken = this.#pending.filter(isOvertaken);
    if (overtaken.length === 0) return overtaken;
    this.#pending = this.#pending.filter((pending) => !isOvertaken(pending));
    this.#probeDistance = 1;
    return overtaken;
  }

  /** It keeps failing, alone, with an answer: whether it is to blame shows when another is accepted. */
  isStuck(pending: PendingAlert): boolean {
    return pending.isSuspect && this.#keepsFailing(pending);
  }

  #keepsFailing({ answeredFailures }: PendingAlert): boolean {
    return answeredFailures >= this.#policy.stepAsideAfterFailures;
  }

  /** Halves what is spoilt, or keeps failing, to find the alert at fault; keeps together what was a probe. */
  #regrouped(batch: Batch, again: readonly PendingAlert[], isSpoilt: boolean): readonly PendingAlert[] {
    const isProbe = batch[0].entry.seq === this.#probedSeq;
    if (isProbe) this.#probedSeq = undefined;
    const keepsFailing = !isProbe && again.some((pending) => this.#keepsFailing(pending));
    const isHalved = again.length > 1 && (isSpoilt || keepsFailing);
    if (!isHalved && !isProbe) return again;
    const middle = isHalved ? Math.ceil(again.length / 2) : again.length;
    const [front, back] = [++this.#groups, ++this.#groups];
    return again.map((pending, index) => ({ ...pending, group: index < middle ? front : back }));
  }

  /** Each time the first alert has failed again, another of the next messages. */
  #chooseProbe(nowMs: number): BatchChoice | undefined {
    const [first] = this.#pending;
    if (!this.#isProbeDue || !first || !this.isStuck(first)) return undefined;
    for (const distance of [this.#probeDistance, 1]) {
      const choice = chooseProbe(this.#pending, this.#rules, nowMs, distance);
      if (!choice) continue;
      this.#isProbeDue = false;
      this.#probeDistance = (distance % this.#policy.maxProbes) + 1;
      this.#probedSeq = this.#pending[choice.from]?.entry.seq;
      return choice;
    }
    return undefined;
  }
}
