import { setImmediate } from 'node:timers/promises';
import type { Clock } from '#kit/clock.ts';
import type { JournalLog } from './journal-log.ts';
import { Persistence } from './persistence.ts';
import type { Batch, Operation, OperationResult, StoredRecords } from './sqlite/calls.ts';
import { remedyOf } from './sqlite/failure.ts';

export interface StoreLimits {
  readonly maxBatchBytes: number;
  /** Alerts alone wait so long to be stored and flushed to the disk, unless somebody asks for them or many have come together. */
  readonly flushWithinMs: number;
  /** How many that are. */
  readonly gatherBytes: number;
  /** What may stand in the append log and not be flushed here, so that neither log nor memory grow without end. */
  readonly maxUnflushedBytes: number;
}

export const defaultStoreLimits: StoreLimits = {
  maxBatchBytes: 4 * 1024 * 1024,
  flushWithinMs: 1000,
  gatherBytes: 1024 * 1024,
  maxUnflushedBytes: 32 * 1024 * 1024,
};

export interface StoreParts {
  readonly commit: (batch: Batch) => Promise<readonly OperationResult[]>;
  /** Called when a commit failed, before the next attempt. */
  readonly repair: (error: unknown) => Promise<void>;
  /** Alerts up to this one are in the database. */
  readonly onStored: (seq: number) => void;
  /** And on the disk. */
  readonly onFlushed: (seq: number) => void;
  readonly persistence: Persistence;
  readonly limits: StoreLimits;
  readonly clock: Clock;
  readonly log: JournalLog;
  readonly lastBatch: number;
}

interface Job {
  readonly records?: StoredRecords;
  readonly operation?: Operation;
  readonly resolve?: (result: OperationResult) => void;
  readonly reject?: (error: Error) => void;
}

interface Waiter {
  /** Of the jobs ever queued, so many must be done. */
  readonly jobs: number;
  /** Whether it waits on while nothing can be written. */
  readonly isPatient: boolean;
  readonly resolve: () => void;
}

/**
 * What is to be written into the database, in order: alerts, which the append log has made durable, at leisure; and what became
 * of them, at once. While a commit is under way what arrives gathers for the next.
 */
export class StoreQueue {
  readonly #parts: StoreParts;
  #queue: Job[] = [];
  #waiters: Waiter[] = [];
  #hurry = new AbortController();
  #running: Promise<void> | undefined;
  #lastBatch: number;
  #queued = 0;
  #done = 0;
  #lastStored = 0;
  #queuedBytes = 0;
  #unflushedBytes = 0;
  #flushedAtMs: number;
  #mustFlush = false;
  #isFlushed = true;
  /** Something stays in the log for the next start, which goes on after the newest alert stored: so does all after it. */
  #isLeaving = false;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#lastBatch = parts.lastBatch;
    this.#flushedAtMs = parts.clock.monotonic();
  }

  /** Alerts that are durable already. */
  put(records: StoredRecords): void {
    if (this.#isLeaving) return;
    this.#queuedBytes += records.bytes.length;
    this.#enqueue({ records });
    const { gatherBytes, maxUnflushedBytes } = this.#parts.limits;
    if (this.#heldBytes > maxUnflushedBytes / 2) this.flush();
    else if (this.#queuedBytes >= gatherBytes) this.#hurry.abort();
  }

  /**
   * Resolves when it is in the database; and on the disk, unless it is a settlement, which happens once more after a power cut
   * that came before the next flush.
   */
  apply(operation: Operation): Promise<OperationResult> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ operation, resolve, reject });
      this.#hurry.abort();
    });
  }

  /** Has everything that is in the database flushed to the disk soon. */
  flush(): void {
    this.#mustFlush = true;
    this.#hurry.abort();
    this.#running ??= this.#run();
  }

  /** Resolves when what is queued now is in the database, or cannot be written. */
  stored(): Promise<void> {
    if (this.#done === this.#queued || this.#parts.persistence.trouble !== undefined) return Promise.resolve();
    this.#hurry.abort();
    return this.#until(this.#queued, false);
  }

  /** `undefined` while there is room for more alerts. */
  room(): Promise<void> | undefined {
    if (this.#heldBytes <= this.#parts.limits.maxUnflushedBytes) return undefined;
    return this.#until(this.#done + 1, true);
  }

  /** Writes and flushes what waits. */
  async close(): Promise<void> {
    this.flush();
    await this.#running;
  }

  get #heldBytes(): number {
    return this.#queuedBytes + this.#unflushedBytes;
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    this.#queued++;
    this.#running ??= this.#run();
  }

  #until(jobs: number, isPatient: boolean): Promise<void> {
    return new Promise((resolve) => this.#waiters.push({ jobs, isPatient, resolve }));
  }

  /** Starts after the events at hand, so that calls which arrive together share the first commit already. */
  async #run(): Promise<void> {
    await setImmediate();
    while (this.#queue.length > 0 || this.#mustFlush || !this.#isFlushed) {
      await this.#gather();
      await this.#write(this.#takeBatch());
    }
    this.#running = undefined;
  }

  /** Waits until there is something worth a commit, or somebody is in a hurry. */
  async #gather(): Promise<void> {
    const { clock, limits } = this.#parts;
    const waitMs = this.#flushedAtMs + limits.flushWithinMs - clock.monotonic();
    if (!this.#hurry.signal.aborted && waitMs > 0) await clock.sleep(waitMs, this.#hurry.signal).catch(() => {});
    this.#hurry = new AbortController();
  }

  #takeBatch(): readonly Job[] {
    const { maxBatchBytes } = this.#parts.limits;
    let bytes = 0;
    const end = this.#queue.findIndex(({ records }, index) => {
      bytes += records?.bytes.length ?? 0;
      return index > 0 && bytes > maxBatchBytes;
    });
    if (end < 0) return this.#queue.splice(0);
    this.#hurry.abort();
    return this.#queue.splice(0, end);
  }

  async #write(jobs: readonly Job[]): Promise<void> {
    const flush = this.#isFlushDue() || jobs.some(isLasting);
    if (jobs.length === 0 && !flush) return;
    const batch: Batch = {
      number: ++this.#lastBatch,
      records: joined(jobs.flatMap(({ records }) => records ?? [])),
      operations: jobs.flatMap(({ operation }) => operation ?? []),
      flush,
    };
    this.#mustFlush &&= !flush;
    try {
      const results = await this.#parts.persistence.until(
        () => this.#parts.commit(batch),
        (error) => this.#repair(error),
      );
      this.#succeed(jobs, results, flush);
    } catch (error) {
      await this.#fail(jobs, error);
    }
  }

  #isFlushDue(): boolean {
    const { clock, limits, persistence } = this.#parts;
    return this.#mustFlush || persistence.isClosing || clock.monotonic() - this.#flushedAtMs >= limits.flushWithinMs;
  }

  #succeed(jobs: readonly Job[], results: readonly OperationResult[], isFlushed: boolean): void {
    let next = 0;
    for (const job of jobs) {
      if (job.records) this.#noteStored(job.records);
      else job.resolve?.(results[next++] ?? {});
    }
    this.#parts.onStored(this.#lastStored);
    this.#isFlushed = isFlushed;
    if (isFlushed) {
      this.#unflushedBytes = 0;
      this.#flushedAtMs = this.#parts.clock.monotonic();
      this.#parts.onFlushed(this.#lastStored);
    }
    this.#finish(jobs.length);
  }

  #noteStored({ bytes, lastSeq }: StoredRecords): void {
    this.#queuedBytes -= bytes.length;
    this.#unflushedBytes += bytes.length;
    this.#lastStored = lastSeq;
  }

  /** Something in the batch is not acceptable: each part is tried alone, so that only the culprit is refused. */
  async #fail(jobs: readonly Job[], error: unknown): Promise<void> {
    if (remedyOf(error) === 'none' && jobs.length > 1) {
      for (const job of jobs) await (this.#isLeaving ? this.#fail([job], error) : this.#write([job]));
      return;
    }
    this.#isLeaving ||= remedyOf(error) !== 'none';
    const given = this.#isLeaving ? [...jobs, ...this.#queue.splice(0)] : jobs;
    for (const { records, reject } of given) {
      if (records) this.#leaveInLog(records, error);
      reject?.(Persistence.giveUp(error));
    }
    this.#isFlushed ||= this.#parts.persistence.isClosing;
    this.#finish(given.length);
  }

  /** When the journal closes while the database cannot be written, the next start finds them in the log. */
  #leaveInLog({ bytes, firstSeq, lastSeq }: StoredRecords, error: unknown): void {
    this.#queuedBytes -= bytes.length;
    this.#parts.log.error({ firstSeq, lastSeq, reason: String(error) }, 'Alerts stay in the append log');
  }

  #finish(jobs: number): void {
    this.#done += jobs;
    const isStuck = this.#parts.persistence.trouble !== undefined;
    const ready = this.#waiters.filter((waiter) => waiter.jobs <= this.#done || (isStuck && !waiter.isPatient));
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }

  async #repair(error: unknown): Promise<void> {
    this.#finish(0);
    await this.#parts.repair(error);
  }
}

/** Many small pieces cost more on their way to another thread than one large one. */
function joined(records: readonly StoredRecords[]): readonly StoredRecords[] {
  const [first] = records;
  const last = records.at(-1);
  const isWithoutGap = records.every(
    ({ lastSeq }, index) => (records[index + 1]?.firstSeq ?? lastSeq + 1) === lastSeq + 1,
  );
  if (!first || !last || first === last || !isWithoutGap) return records;
  const bytes = Buffer.concat(records.map((each) => each.bytes));
  return [{ bytes, firstSeq: first.firstSeq, lastSeq: last.lastSeq }];
}

/** Whether somebody waits until it is on the disk. */
function isLasting({ operation }: Job): boolean {
  return operation !== undefined && operation.kind !== 'settle';
}
