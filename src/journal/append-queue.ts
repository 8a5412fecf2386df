import { setImmediate } from 'node:timers/promises';
import type { Alert } from '#alert/alert.ts';
import { laneOf } from '#alert/lane.ts';
import type { Clock } from '#kit/clock.ts';
import { frameHeaderBytes } from './append-log/frame.ts';
import { encodeRecords } from './append-log/records.ts';
import type { Entry } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { Persistence } from './persistence.ts';
import type { StoredRecords } from './sqlite/calls.ts';

export interface AppendLimits {
  /** Of one write. A single call may bring more, and is then a write of its own. */
  readonly maxBatchAlerts: number;
  readonly maxBatchBytes: number;
  /** What may wait to be written, so that a full disk does not fill the memory. */
  readonly maxPendingBytes: number;
}

export const defaultAppendLimits: AppendLimits = {
  maxBatchAlerts: 1000,
  maxBatchBytes: 4 * 1024 * 1024,
  maxPendingBytes: 64 * 1024 * 1024,
};

export interface AppendParts {
  /**
   * Makes a frame durable. Its header is free yet. Rejects with an error whose remedy is `retry`. Absent for a journal in
   * memory.
   */
  readonly write: ((frame: Buffer, firstSeq: number, count: number) => Promise<void>) | undefined;
  /** Called after each write with what it made durable. */
  readonly onDurable: (entries: readonly Entry[], records: StoredRecords) => void;
  /** Waits until the database is not too far behind; `undefined` if it is not. */
  readonly room: () => Promise<void> | undefined;
  /** Why nothing can be written, if that is so. */
  readonly trouble: () => string | undefined;
  readonly persistence: Persistence;
  readonly limits: AppendLimits;
  readonly clock: Clock;
  /** Where numbering goes on. */
  readonly lastSeq: number;
}

interface Job {
  readonly entries: readonly Entry[];
  readonly bytes: number;
  readonly resolve: (entries: readonly Entry[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One write for everybody: while a write is on its way to the disk, what arrives gathers for the next. A write that fails is
 * tried again until it succeeds, and nothing in it is acknowledged before.
 */
export class AppendQueue {
  readonly #parts: AppendParts;
  #queue: Job[] = [];
  #pendingBytes = 0;
  #lastSeq: number;
  #running: Promise<void> | undefined;

  constructor(parts: AppendParts) {
    this.#parts = parts;
    this.#lastSeq = parts.lastSeq;
  }

  /** The newest number that was given, durable or not. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  append(alerts: readonly Alert[]): Promise<readonly Entry[]> {
    let bytes = 0;
    for (const { json } of alerts) bytes += json.length;
    const refusal = this.#refusal(bytes);
    if (refusal) return Promise.reject(refusal);
    if (alerts.length === 0) return Promise.resolve([]);
    const receivedAtMs = this.#parts.clock.now();
    const entries = alerts.map((alert): Entry => ({
      seq: ++this.#lastSeq,
      receivedAtMs,
      lane: laneOf(alert.priority),
      alert,
    }));
    this.#pendingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#queue.push({ entries, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when what was appended before is durable or given up; `undefined` if that is so now. */
  written(): Promise<unknown> | undefined {
    if (!this.#running) return undefined;
    return new Promise((resolve) => this.#queue.push({ entries: [], bytes: 0, resolve, reject: resolve }));
  }

  /** Writes what waits, then refuses everything. */
  async close(): Promise<void> {
    this.#parts.persistence.close();
    await this.#running;
  }

  #refusal(bytes: number): JournalError | undefined {
    if (this.#parts.persistence.isClosing) return new JournalError('closed', 'The journal is closed');
    if (this.#pendingBytes === 0 || this.#pendingBytes + bytes <= this.#parts.limits.maxPendingBytes) return undefined;
    const trouble = this.#parts.trouble();
    const reason = trouble === undefined ? '' : `, because it cannot be written: ${trouble}`;
    return new JournalError('overloaded', `${this.#pendingBytes} bytes wait to be written to the journal${reason}`);
  }

  /** Each write starts after the events at hand, so that calls which arrive together share it. */
  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      await setImmediate();
      await this.#parts.room();
      await this.#write(this.#takeBatch());
    }
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

  async #write(batch: readonly Job[]): Promise<void> {
    let jobs = batch;
    const entries = jobs.length === 1 && jobs[0] ? jobs[0].entries : jobs.flatMap((job) => job.entries);
    try {
      if (entries.length > 0) await this.#makeDurable(entries);
      for (const job of jobs) job.resolve(job.entries);
    } catch (error) {
      /* A gap in the numbers would look like a loss to the next start, so that nothing is written after what is given up. */
      if (this.#parts.persistence.isClosing) jobs = [...jobs, ...this.#queue.splice(0)];
      for (const job of jobs) job.reject(Persistence.giveUp(error));
    } finally {
      for (const job of jobs) this.#pendingBytes -= job.bytes;
    }
  }

  async #makeDurable(entries: readonly Entry[]): Promise<void> {
    const { write, persistence, onDurable } = this.#parts;
    const firstSeq = entries[0]?.seq ?? 0;
    const frame = encodeRecords(entries, frameHeaderBytes);
    if (write) await persistence.until(() => write(frame, firstSeq, entries.length));
    const bytes = frame.subarray(frameHeaderBytes);
    onDurable(entries, { bytes, firstSeq, lastSeq: firstSeq + entries.length - 1 });
  }
}
