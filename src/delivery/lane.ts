import { backoffMs } from '#kit/backoff.ts';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Lane as LaneName } from '#alert/lane.ts';
import type { DeadLetterRecord, Entry, Journal, OutputPosition, Suppressed } from '#journal/journal.ts';
import type { BatchLimits } from '#outputs/output.ts';
import { decide } from '#routing/route.ts';
import type { AttemptResult, Batch } from './attempt.ts';
import { singly } from './batching.ts';
import type { Circuit } from './circuit.ts';
import { CursorTracker } from './cursor-tracker.ts';
import type { DeliveryOutput } from './delivery-output.ts';
import { deliveredRecord, setAsideRecord, sortFailed } from './fate.ts';
import { LaneReader } from './lane-reader.ts';
import { noOutcomes, seqsOf, type Outcomes } from './outcomes.ts';
import { pendingAlert, type PendingAlert } from './pending-alert.ts';
import { PendingQueue, type Take } from './pending-queue.ts';
import { requestSlots, type DeliveryPolicy } from './policy.ts';
import { SettlementQueue } from './settlement-queue.ts';

export interface LaneParts {
  readonly journal: Pick<Journal, 'read' | 'settle'>;
  readonly output: DeliveryOutput;
  readonly lane: LaneName;
  readonly policy: DeliveryPolicy;
  readonly circuit: Circuit;
  readonly clock: Clock;
  /** See `steadyTime`. */
  readonly steadyNow: () => number;
  readonly random: () => number;
  readonly log: Log;
  /** Aborted when there is no more time to write down outcomes. */
  readonly signal: AbortSignal;
  /** There may be something to send now. */
  readonly changed: () => void;
  /** Alerts that stepped aside are in the journal now. */
  readonly steppedAside: () => void;
}

/**
 * One lane of an output: what was read from the journal after the cursor and is not settled yet. At most a few messages
 * are held; the rest waits in the journal.
 */
export class Lane {
  readonly settlements: SettlementQueue;
  readonly #parts: LaneParts;
  readonly #limits: BatchLimits;
  readonly #queue: PendingQueue;
  readonly #tracker: CursorTracker;
  readonly #settledAhead: Set<number>;
  readonly #reader: LaneReader;

  constructor(parts: LaneParts, position: OutputPosition) {
    const { lane, output, policy } = parts;
    const cursor = position.cursors[lane];
    this.#parts = parts;
    this.#limits = output.output.batch ?? singly;
    this.#queue = new PendingQueue({ limits: this.#limits, isStrict: requestSlots(output, policy) === 1 }, policy);
    this.#tracker = new CursorTracker(cursor);
    this.#settledAhead = new Set(position.settledAhead[lane]);
    const shared = { ...parts, output: output.name };
    this.#reader = new LaneReader({ ...shared, accept: (entries) => this.#accept(entries) }, cursor);
    this.settlements = new SettlementQueue({ ...shared, backoff: policy.journal, cursor: () => this.#tracker.cursor });
  }

  /** How many alerts wait in memory. */
  get size(): number {
    return this.#queue.size;
  }

  noteAppended(seq: number): void {
    this.#reader.noteAppended(seq);
  }

  /** Reads ahead, so that the next messages are at hand. */
  fill(): void {
    const { output, policy } = this.#parts;
    const wanted = 2 * Math.max(this.#limits.maxAlerts, requestSlots(output, policy), 16);
    if (this.#queue.size >= wanted || this.#holdsManyBytes) return;
    const room = policy.maxHeldAlerts - this.#tracker.size - this.settlements.size;
    this.#reader.read(Math.min(wanted, room, policy.maxReadAlerts));
  }

  /** Where alerts are large, two messages have to do: one to send, and one to try while that keeps failing. */
  get #holdsManyBytes(): boolean {
    const enough = Math.max(2 * (this.#limits.maxBytes ?? 0), this.#parts.policy.maxAheadBytes);
    return this.#queue.size >= 2 && this.#queue.bytes >= enough;
  }

  take(nowMs: number): Take {
    return this.#queue.take(nowMs);
  }

  /** Draws the conclusions from an attempt, and returns what died of it. */
  conclude(batch: Batch, result: AttemptResult): readonly DeadLetterRecord[] {
    const { policy, clock, steadyNow, random } = this.#parts;
    const now = { atMs: clock.now(), steadyMs: steadyNow() };
    const { dead, again, isSpoilt } = sortFailed(batch, result, policy, now);
    const isAccepted = result.delivered.length > 0;

    const stuck = again.filter((pending) => isAccepted && this.#queue.isStuck(pending));
    const others = again.filter((pending) => !stuck.includes(pending));
    this.#queue.putBack({ batch, again: others, isSpoilt, retryAtMs: this.#retryAtMs(others) });
    const aside = isAccepted ? [...stuck, ...this.#queue.removeOvertakenBy(batch)] : stuck;

    this.#settle({
      delivered: isAccepted ? [deliveredRecord(result, now.atMs)] : [],
      suppressed: [],
      setAside: aside.map((pending) => setAsideRecord(pending, backoffMs(policy.setAside, 1, random), now.steadyMs)),
      dead,
    });
    return dead;
  }

  #accept(entries: readonly Entry[]): void {
    const { output, clock, changed } = this.#parts;
    const [atMs, heldSinceMs] = [clock.now(), clock.monotonic()];
    const pending: PendingAlert[] = [];
    const suppressed: Suppressed[] = [];
    for (const entry of entries) {
      this.#tracker.track(entry.seq);
      const decision = decide(entry, output);
      if (this.#settledAhead.delete(entry.seq)) this.#tracker.settle(entry.seq);
      else if (decision.deliver) pending.push(pendingAlert(entry, heldSinceMs));
      else suppressed.push({ seqs: [entry.seq], atMs, reason: decision.reason });
    }
    this.#queue.add(pending);
    this.#settle({ ...noOutcomes, suppressed });
    changed();
  }

  #settle(outcomes: Outcomes): void {
    for (const seq of seqsOf(outcomes)) this.#tracker.settle(seq);
    const written = this.settlements.add(outcomes);
    if (outcomes.setAside.length > 0) void written.then(this.#parts.steppedAside);
  }

  /** While the circuit is open, and after a refusal or during a pause, no alert has to wait on its own account. */
  #retryAtMs(again: readonly PendingAlert[]): number {
    const { circuit, policy, clock, random } = this.#parts;
    const kinds = new Set(again.map(({ lastFailure }) => lastFailure?.kind));
    if (circuit.isOpen || !(kinds.has('retryable') || kinds.has('misconfigured'))) return 0;
    const backoff = kinds.has('misconfigured') ? policy.misconfigured : policy.retry;
    return clock.monotonic() + backoffMs(backoff, Math.max(...again.map(({ attempts }) => attempts)), random);
  }
}
