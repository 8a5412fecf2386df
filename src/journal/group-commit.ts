import { setImmediate } from 'node:timers/promises';
import { laneOf } from '#alert/lane.ts';
import type { Alert } from '#alert/alert.ts';
import type { Clock } from '#kit/clock.ts';
import type { Entry } from './journal.ts';
import { JournalError } from './journal-error.ts';
import type { JournalLog } from './journal-log.ts';
import type { Batch, Operation, OperationResult } from './sqlite/calls.ts';
import { alertColumns } from './sqlite/columns.ts';
import { remedyOf } from './sqlite/failure.ts';

export interface CommitLimits {
  /** Of one commit. A single call may bring more, and is then a commit of its own. */
  readonly maxBatchAlerts: number;
  readonly maxBatchBytes: number;
  /** What may wait to be written, so that a full disk does not fill the memory. */
  readonly maxPendingBytes: number;
  /** How long closing keeps trying to write while the storage fails. */
  readonly closeWithinMs: number;
}

export interface CommitParts {
  readonly commit: (batch: Batch) => Promise<readonly OperationResult[]>;
  /** Called when a commit found the file damaged, before the next attempt. */
  readonly repair: () => Promise<void>;
  /** Called after each commit with what it made durable. */
  readonly onDurable: (entries: readonly Entry[]) => void;
  readonly limits: CommitLimits;
  readonly clock: Clock;
  readonly log: JournalLog;
  /** Where numbering goes on. */
  readonly lastSeq: number;
  readonly lastBatch: number;
}

interface Job {
  readonly entries: readonly Entry[];
  readonly operation: Operation | undefined;
  readonly bytes: number;
  readonly resolve: (result: OperationResult) => void;
  readonly reject: (error: Error) => void;
}

/** Between attempts while the storage fails: doubled from the first to the last. */
const firstPauseMs = 20;
const maxPauseMs = 500;

/**
 * One commit for everybody: while a commit is on its way to the disk, what arrives gathers for the next. A commit that
 * fails is tried again until it succeeds, and nothing in it is acknowledged before.
 */
export class GroupCommit {
  readonly #parts: CommitParts;
  readonly #closing = new AbortController();
  #queue: Job[] = [];
  #pendingBytes = 0;
  #lastSeq: number;
  #lastBatch: number;
  #running: Promise<void> | undefined;
  #closeBy = Infinity;
  #trouble: { readonly message: string; readonly sinceMs: number } | undefined;

  constructor(parts: CommitParts) {
    this.#parts = parts;
    this.#lastSeq = parts.lastSeq;
    this.#lastBatch = parts.lastBatch;
  }

  /** The newest number that was given, durable or not. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The last failure to write, while it lasts. */
  get trouble(): string | undefined {
    return this.#trouble?.message;
  }

  async append(alerts: readonly Alert[]): Promise<readonly Entry[]> {
    this.#checkOpen();
    const bytes = alerts.reduce((sum, { json }) => sum + json.length, 0);
    this.#checkRoom(bytes);
    const receivedAtMs = this.#parts.clock.now();
    const entries = alerts.map((alert): Entry => ({
      seq: ++this.#lastSeq,
      receivedAtMs,
      lane: laneOf(alert.priority),
      alert,
    }));
    if (entries.length > 0) await this.#enqueue(entries, undefined, bytes);
    return entries;
  }

  async apply(operation: Operation): Promise<OperationResult> {
    this.#checkOpen();
    return this.#enqueue([], operation, 0);
  }

  /** Writes what waits, then refuses everything. */
  async close(): Promise<void> {
    if (this.#closeBy === Infinity) this.#closeBy = this.#parts.clock.monotonic() + this.#parts.limits.closeWithinMs;
    this.#closing.abort();
    await this.#running;
  }

  #checkOpen(): void {
    if (this.#closing.signal.aborted) throw new JournalError('closed', 'The journal is closed');
  }

  #checkRoom(bytes: number): void {
    const { maxPendingBytes } = this.#parts.limits;
    if (this.#pendingBytes === 0 || this.#pendingBytes + bytes <= maxPendingBytes) return;
    const reason = this.#trouble ? `, because it cannot be written: ${this.#trouble.message}` : '';
    throw new JournalError('overloaded', `${this.#pendingBytes} bytes wait to be written to the journal${reason}`);
  }

  #enqueue(entries: readonly Entry[], operation: Operation | undefined, bytes: number): Promise<OperationResult> {
    this.#pendingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#queue.push({ entries, operation, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Starts after the events at hand, so that calls which arrive together share the first commit already. */
  async #run(): Promise<void> {
    await setImmediate();
    while (this.#queue.length > 0) await this.#write(this.#takeBatch());
    this.#running = undefined;
  }

  #takeBatch(): readonly Job[] {
    const { maxBatchAlerts, maxBatchBytes } = this.#parts.limits;
    let alerts = 0;
    let bytes = 0;
    const end = this.#queue.findIndex((job, index) => {
      alerts += job.entries.length;
      bytes += job.bytes;
      return index > 0 && (alerts > maxBatchAlerts || bytes > maxBatchBytes);
    });
    return this.#queue.splice(0, end < 0 ? this.#queue.length : end);
  }

  async #write(jobs: readonly Job[]): Promise<void> {
    const entries = jobs.flatMap((job) => job.entries);
    const batch: Batch = {
      number: ++this.#lastBatch,
      append: entries.length > 0 ? alertColumns(entries) : undefined,
      operations: jobs.flatMap(({ operation }) => operation ?? []),
    };
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
      try {
        const results = await this.#parts.commit(batch);
        this.#succeed(jobs, entries, results);
        return;
      } catch (error) {
        if (remedyOf(error) === 'none') return this.#isolate(jobs, error);
        await this.#recover(error);
        if (this.#parts.clock.monotonic() >= this.#closeBy) return this.#giveUp(jobs, error);
        await this.#pause(pauseMs);
      }
    }
  }

  #succeed(jobs: readonly Job[], entries: readonly Entry[], results: readonly OperationResult[]): void {
    if (this.#trouble) {
      const forMs = Math.round(this.#parts.clock.monotonic() - this.#trouble.sinceMs);
      this.#parts.log.info({ forMs }, 'The journal can be written again');
      this.#trouble = undefined;
    }
    this.#parts.onDurable(entries);
    let next = 0;
    for (const job of jobs) {
      this.#pendingBytes -= job.bytes;
      job.resolve((job.operation && results[next++]) ?? {});
    }
  }

  /** Something in the batch is not acceptable: each part is tried alone, so that only the culprit is refused. */
  async #isolate(jobs: readonly Job[], error: unknown): Promise<void> {
    if (jobs.length > 1) {
      for (const job of jobs) await this.#write([job]);
      return;
    }
    this.#giveUp(jobs, error);
  }

  #giveUp(jobs: readonly Job[], cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    for (const job of jobs) {
      this.#pendingBytes -= job.bytes;
      job.reject(new JournalError('storage', `The journal could not be written: ${reason}`, cause));
    }
  }

  async #recover(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    if (this.#trouble?.message !== message) {
      this.#parts.log.error({ reason: message }, 'The journal cannot be written; what arrives waits');
    }
    this.#trouble = { message, sinceMs: this.#trouble?.sinceMs ?? this.#parts.clock.monotonic() };
    if (remedyOf(error) !== 'repair') return;
    try {
      await this.#parts.repair();
    } catch (failure) {
      this.#parts.log.error({ reason: String(failure) }, 'The damaged journal could not be repaired yet');
    }
  }

  /** Ends early when the journal closes; from then on attempts follow each other until closing gives up. */
  async #pause(pauseMs: number): Promise<void> {
    const { clock } = this.#parts;
    if (this.#closeBy !== Infinity) return clock.sleep(pauseMs);
    try {
      await clock.sleep(pauseMs, this.#closing.signal);
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
    }
  }
}
