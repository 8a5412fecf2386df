import type { Alert } from '#alert/alert.ts';
import type { Clock } from '#kit/clock.ts';
import type { AppendLog } from './append-log/append-log.ts';
import { AppendQueue, defaultAppendLimits, type AppendLimits } from './append-queue.ts';
import type { Entry } from './journal.ts';
import type { JournalLog } from './journal-log.ts';
import type { Threads } from './journal-threads.ts';
import { Persistence } from './persistence.ts';
import { RecentEntries, type RecentLimits } from './recent-entries.ts';
import type { OpenReport, Operation, OperationResult, StoredRecords } from './sqlite/calls.ts';
import { remedyOf, StorageError } from './sqlite/failure.ts';
import { defaultStoreLimits, StoreQueue, type StoreLimits } from './store-queue.ts';

export interface WriteParts {
  readonly threads: Threads;
  /** Absent for a journal in memory. */
  readonly appendLog: AppendLog | undefined;
  /** What the database holds. */
  readonly report: OpenReport;
  readonly clock: Clock;
  readonly log: JournalLog;
  readonly recent: RecentLimits;
  readonly limits: Partial<AppendLimits & StoreLimits>;
  /** Called after each write with what it made durable. */
  readonly onDurable: (entries: readonly Entry[]) => void;
}

/** How long closing keeps trying to write while the storage fails. */
const closeWithinMs = 5000;

/**
 * The way of an alert to the disk: first into the append log, which makes it durable with one short write, so that it can be
 * acknowledged; then, with many others, into the database, which everything else reads. Until then it is held in memory.
 */
export class JournalWrites {
  readonly recent: RecentEntries;
  readonly #appends: AppendQueue;
  readonly #store: StoreQueue;
  readonly #appendLog: AppendLog | undefined;
  readonly #logPersistence: Persistence;
  readonly #storePersistence: Persistence;

  constructor({ threads, appendLog, report, clock, log, recent, limits, onDurable }: WriteParts) {
    const [urgent, normal] = report.lastSeqs;
    this.recent = new RecentEntries(recent, { urgent, normal });
    this.#appendLog = appendLog;
    this.#logPersistence = new Persistence({ clock, log, what: "The journal's append log", closeWithinMs });
    this.#storePersistence = new Persistence({ clock, log, what: "The journal's database", closeWithinMs });
    this.#store = new StoreQueue({
      commit: (batch) => threads.commit(batch),
      repair: (error) => repair(threads, log, error),
      onStored: (seq) => this.recent.stored(seq),
      onFlushed: (seq) => appendLog?.release(seq),
      persistence: this.#storePersistence,
      limits: { ...defaultStoreLimits, ...limits },
      clock,
      log,
      lastBatch: report.batch,
    });
    this.#appends = new AppendQueue({
      write: appendLog && ((frame, firstSeq, count) => this.#writeLog(appendLog, frame, firstSeq, count)),
      onDurable: (entries, records) => {
        this.recent.add(entries);
        this.#store.put(records);
        onDurable(entries);
      },
      room: () => this.#store.room(),
      trouble: () => this.trouble,
      persistence: this.#logPersistence,
      limits: { ...defaultAppendLimits, ...limits },
      clock,
      lastSeq: Math.max(urgent, normal),
    });
  }

  /** The newest number that was given, durable or not. */
  get lastSeq(): number {
    return this.#appends.lastSeq;
  }

  /** The last failure to write, while it lasts. */
  get trouble(): string | undefined {
    return this.#logPersistence.trouble ?? this.#storePersistence.trouble;
  }

  append(alerts: readonly Alert[]): Promise<readonly Entry[]> {
    return this.#appends.append(alerts);
  }

  /** In the order of the calls, appends among them. */
  async apply(operation: Operation): Promise<OperationResult> {
    await this.#appends.written();
    return this.#store.apply(operation);
  }

  /** Resolves when what was acknowledged before is in the database, unless that cannot be written. */
  stored(): Promise<void> {
    return this.#store.stored();
  }

  async close(): Promise<void> {
    const appended = this.#appends.close();
    this.#storePersistence.close();
    await appended;
    await this.#store.close();
    await this.#appendLog?.close();
  }

  /** A file of the log that is full waits until what is in it is on the disk in the database, so that is hurried on. */
  async #writeLog(appendLog: AppendLog, frame: Buffer, firstSeq: number, count: number): Promise<void> {
    try {
      await appendLog.write(frame, firstSeq, count);
    } catch (error) {
      throw new StorageError(error instanceof Error ? error.message : String(error), 'retry');
    }
    if (appendLog.isWaiting) this.#store.flush();
  }
}

/**
 * Stores what the append log has and the database has not: what was acknowledged shortly before the last end. Returns what the
 * database holds then.
 */
export async function recover(threads: Threads, appendLog: AppendLog, log: JournalLog): Promise<OpenReport> {
  const report = await threads.open();
  const { frames, lost, unfinished, unreadable } = appendLog.recover(Math.max(...report.lastSeqs));
  if (unreadable.length > 0)
    log.error({ unreadable }, 'Files of the append log cannot be read, and are left as they are');
  if (lost > 0) log.error({ lost }, 'Alerts in the append log are damaged and lost');
  if (unfinished > 0) log.warn({ unfinished }, 'Alerts that were being written at the last end were not acknowledged');
  let number = report.batch;
  for (const { records, firstSeq, count } of frames) {
    const batch: StoredRecords = { bytes: records, firstSeq, lastSeq: firstSeq + count - 1 };
    await threads.commit({ number: ++number, records: [batch], operations: [], flush: false });
  }
  try {
    /* Also what was stored before may be on no disk yet, since a process that was killed did not wait for that. */
    await threads.commit({ number: ++number, records: [], operations: [], flush: true });
    appendLog.release(Infinity);
  } catch (error) {
    log.warn({ reason: String(error) }, 'The database cannot be flushed yet; the append log keeps what it has');
  }
  if (frames.length === 0) return { ...report, batch: number };
  const alerts = frames.reduce((sum, { count }) => sum + count, 0);
  log.info({ alerts }, 'Took over alerts that were acknowledged shortly before the last end');
  return threads.open();
}

async function repair(threads: Threads, log: JournalLog, error: unknown): Promise<void> {
  if (remedyOf(error) !== 'repair') return;
  try {
    await threads.repair();
  } catch (failure) {
    log.error({ reason: String(failure) }, 'The damaged journal could not be repaired yet');
  }
}
