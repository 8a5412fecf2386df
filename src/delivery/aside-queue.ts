import { backoffMs } from '#kit/backoff.ts';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Lane as LaneName } from '#alert/lane.ts';
import type { DeadLetterRecord, Journal, SetAside } from '#journal/journal.ts';
import type { AttemptResult, Batch } from './attempt.ts';
import { chooseBatch, singly } from './batching.ts';
import type { DeliveryOutput } from './delivery-output.ts';
import { deliveredRecord, setAsideRecord, sortFailed } from './fate.ts';
import { noOutcomes, seqsOf, type Outcomes } from './outcomes.ts';
import { pendingAlert, type PendingAlert } from './pending-alert.ts';
import type { Take } from './pending-queue.ts';
import type { DeliveryPolicy } from './policy.ts';
import type { SettlementQueue } from './settlement-queue.ts';
import { untilItWorks } from './until-it-works.ts';

export interface AsideParts {
  readonly journal: Pick<Journal, 'due' | 'readSome'>;
  readonly output: DeliveryOutput;
  readonly settlements: Readonly<Record<LaneName, SettlementQueue>>;
  readonly policy: DeliveryPolicy;
  readonly clock: Clock;
  /** See `steadyTime`. */
  readonly steadyNow: () => number;
  readonly random: () => number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly changed: () => void;
}

const maxLoaded = 100;

/**
 * What stands apart from the lanes of an output: alerts that stepped aside, and dead letters that an operator gave
 * back. In no order; those that failed before go alone.
 */
export class AsideQueue {
  readonly #parts: AsideParts;
  #ready: PendingAlert[] = [];
  /** Ready, under way, or not yet written down: the journal's row is out of date. */
  readonly #busy = new Set<number>();
  /** Written down since the current look into the journal began, which may have seen the rows as they were before. */
  readonly #writtenMeanwhile = new Set<number>();
  /** When to look into the journal again, on the monotonic clock. */
  #lookAtMs = 0;
  #isLooking = false;

  constructor(parts: AsideParts) {
    this.#parts = parts;
  }

  /** There may be something new in the journal. */
  wake(): void {
    this.#lookAtMs = 0;
  }

  /** Looks into the journal if it is time. */
  fill(): void {
    if (this.#isLooking || this.#ready.length > 0 || this.#parts.clock.monotonic() < this.#lookAtMs) return;
    void this.#look();
  }

  take(nowMs: number): Take {
    const limits = this.#parts.output.output.batch ?? singly;
    const choice = chooseBatch(this.#ready, { limits, isStrict: false }, nowMs);
    if ('waitMs' in choice) return { waitMs: Math.min(choice.waitMs, this.#untilLookMs(nowMs)) };
    const [first, ...others] = this.#ready.splice(choice.from, choice.until - choice.from);
    return first ? { batch: [first, ...others] } : { waitMs: Number.POSITIVE_INFINITY };
  }

  /** Draws the conclusions from an attempt, and returns what died of it. */
  conclude(batch: Batch, result: AttemptResult): readonly DeadLetterRecord[] {
    const { policy, clock, steadyNow } = this.#parts;
    const now = { atMs: clock.now(), steadyMs: steadyNow() };
    const { dead, again } = sortFailed(batch, result, policy, now);
    const isToBlame = ({ lastFailure }: PendingAlert) => lastFailure?.isAnswered === true;
    this.#ready.push(...again.filter((pending) => !isToBlame(pending)).map((pending) => this.#delayed(pending)));
    void this.#settle(batch[0].entry.lane, {
      delivered: result.delivered.length > 0 ? [deliveredRecord(result, now.atMs)] : [],
      suppressed: [],
      setAside: again.filter(isToBlame).map((pending) => setAsideRecord(pending, this.#asideMs(pending), now.steadyMs)),
      dead,
    });
    return dead;
  }

  #untilLookMs(nowMs: number): number {
    return this.#isLooking || this.#ready.length > 0 ? Number.POSITIVE_INFINITY : Math.max(0, this.#lookAtMs - nowMs);
  }

  /** An outage, a pause or a wrong setting is not the alert's fault: it stays at hand. */
  #delayed(pending: PendingAlert): PendingAlert {
    const { policy, clock, random } = this.#parts;
    const isOrdinary = pending.lastFailure?.kind === 'retryable';
    const delayMs = isOrdinary ? backoffMs(policy.retry, pending.attempts, random) : 0;
    return { ...pending, group: pending.entry.seq, notBeforeMs: clock.monotonic() + delayMs };
  }

  #asideMs({ attempts }: PendingAlert): number {
    const { policy, random } = this.#parts;
    return backoffMs(policy.setAside, attempts - policy.stepAsideAfterFailures + 1, random);
  }

  async #settle(lane: LaneName, outcomes: Outcomes): Promise<void> {
    await this.#parts.settlements[lane].add(outcomes);
    for (const seq of seqsOf(outcomes)) {
      this.#busy.delete(seq);
      if (this.#isLooking) this.#writtenMeanwhile.add(seq);
    }
    this.wake();
    this.#parts.changed();
  }

  async #look(): Promise<void> {
    const { output, policy, log, changed } = this.#parts;
    this.#isLooking = true;
    await untilItWorks(async () => this.#load(), {
      ...this.#parts,
      backoff: policy.journal,
      onFirstFailure: (error) =>
        log.error({ output: output.name, err: error }, 'The journal cannot be read; trying until it can'),
    });
    this.#isLooking = false;
    changed();
  }

  async #load(): Promise<void> {
    const { journal, output, policy, clock, steadyNow } = this.#parts;
    this.#lookAtMs = Number.POSITIVE_INFINITY;
    this.#writtenMeanwhile.clear();
    const rows = (await journal.due(output.name, Number.MAX_SAFE_INTEGER, maxLoaded)).filter(
      ({ seq }) => !this.#busy.has(seq) && !this.#writtenMeanwhile.has(seq),
    );
    const nowMs = steadyNow();
    const waitMs = ({ nextAttemptAtMs }: SetAside) => boundedWaitMs(nextAttemptAtMs - nowMs, policy.setAside.maxMs);
    const due = rows.filter((row) => waitMs(row) === 0);
    const later = rows.filter((row) => waitMs(row) > 0).map(waitMs);
    this.#lookAtMs = Math.min(this.#lookAtMs, clock.monotonic() + Math.min(...later));
    if (due.length > 0) await this.#take(due);
  }

  /** Alerts that the journal cannot give any more would come back for ever. */
  async #take(rows: readonly SetAside[]): Promise<void> {
    const { journal, clock } = this.#parts;
    const entries = new Map((await journal.readSome(rows.map(({ seq }) => seq))).map((entry) => [entry.seq, entry]));
    const missing: number[] = [];
    for (const row of rows) {
      this.#busy.add(row.seq);
      const entry = entries.get(row.seq);
      if (entry) this.#ready.push(restored(row, pendingAlert(entry, clock.monotonic())));
      else missing.push(row.seq);
    }
    if (missing.length === 0) return;
    const reason = 'its record in the journal is damaged or was removed';
    void this.#settle('normal', { ...noOutcomes, suppressed: [{ seqs: missing, atMs: clock.now(), reason }] });
  }
}

/** A wait longer than was ever agreed means that the clock was set back while Tiercel was not running. */
function boundedWaitMs(waitMs: number, maxMs: number): number {
  return waitMs > maxMs ? 0 : Math.max(0, waitMs);
}

/** Alerts of both lanes never share a message, since they are settled in their lanes. */
function restored({ seq, attempts, firstFailedAtMs }: SetAside, pending: PendingAlert): PendingAlert {
  const group = pending.entry.lane === 'urgent' ? -1 : 0;
  return { ...pending, attempts, firstFailedAtMs, group: attempts === 0 ? group : seq };
}
