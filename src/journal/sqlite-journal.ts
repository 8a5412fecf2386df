import path from 'node:path';
import type { Alert } from '#alert/alert.ts';
import type { Lane } from '#alert/lane.ts';
import type { Clock } from '#kit/clock.ts';
import { AppendLog, type AppendLogLimits } from './append-log/append-log.ts';
import { openLogFolder } from './append-log/log-folder.ts';
import type { AppendLimits } from './append-queue.ts';
import type * as counting from './counting.ts';
import { lockFolder } from './folder-lock.ts';
import type { Documents } from './documents.ts';
import type * as port from './journal.ts';
import { JournalError } from './journal-error.ts';
import { silentLog, type JournalLog } from './journal-log.ts';
import { JournalThreads, type Threads } from './journal-threads.ts';
import { JournalWrites, recover } from './journal-writes.ts';
import type { RecentLimits } from './recent-entries.ts';
import type { OpenReport, Operation, OperationResult, StoredEntries } from './sqlite/calls.ts';
import { SqliteDeadLetters } from './sqlite-dead-letters.ts';
import { SqliteDocuments } from './sqlite-documents.ts';
import { SqliteQuestions } from './sqlite-questions.ts';
import type { StoreLimits } from './store-queue.ts';
import { parseEntries } from './stored-entries.ts';
import { positionOf } from './stored-position.ts';

export interface SqliteJournalOptions {
  /** The folder, made if it is not there. */
  readonly path: string;
  /** `memory` keeps nothing beyond the process, and acknowledges what a crash loses. */
  readonly durability: 'disk' | 'memory';
  readonly clock: Clock;
  readonly log?: JournalLog;
  /** Of the newest alerts that stay in memory. */
  readonly recent?: Partial<RecentLimits>;
  /** Of what is on its way to the disk. */
  readonly limits?: Partial<AppendLimits & StoreLimits & AppendLogLimits>;
}

const defaultRecent: RecentLimits = { maxEntries: 1000, maxBytes: 4 * 1024 * 1024 };

/**
 * Opens the journal that is kept in SQLite, in this process. It always opens: a damaged file is moved aside.
 * @throws JournalError when another process uses the folder, a later version wrote it, or it cannot be written.
 */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<SqliteJournal> {
  const isOnDisk = options.durability === 'disk';
  const unlock = isOnDisk ? lockFolder(options.path) : () => {};
  const log = options.log ?? silentLog;
  const threads = new JournalThreads(isOnDisk ? options.path : undefined, log);
  try {
    const appendLog = isOnDisk
      ? new AppendLog(openLogFolder(path.join(options.path, 'append-log')), options.limits)
      : undefined;
    const report = await (appendLog ? recover(threads, appendLog, log) : threads.open());
    return new SqliteJournal(options, threads, appendLog, report, unlock);
  } catch (error) {
    await threads.stop();
    unlock();
    if (error instanceof JournalError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Check that there is space and that Tiercel may write there';
    throw new JournalError('storage', `The journal in ${options.path} cannot be opened: ${reason}. ${remedy}`, error);
  }
}

export class SqliteJournal implements port.Journal {
  /** What people make, in the same files. */
  readonly documents: Documents;
  readonly #clock: Clock;
  readonly #log: JournalLog;
  readonly #threads: Threads;
  readonly #writes: JournalWrites;
  readonly #questions: SqliteQuestions;
  readonly #deadLetters: SqliteDeadLetters;
  readonly #unlock: () => void;
  readonly #listeners = new Set<(entries: readonly port.Entry[]) => void>();
  readonly #openedAt: { readonly wallMs: number; readonly monotonicMs: number };
  #lastStats: port.JournalStats | undefined;
  #closed: Promise<void> | undefined;

  constructor(
    { clock, log = silentLog, recent, limits = {} }: SqliteJournalOptions,
    threads: Threads,
    appendLog: AppendLog | undefined,
    report: OpenReport,
    unlock: () => void,
  ) {
    this.#clock = clock;
    this.#log = log;
    this.#threads = threads;
    this.#unlock = unlock;
    this.#openedAt = { wallMs: clock.now(), monotonicMs: clock.monotonic() };
    this.#writes = new JournalWrites({
      threads,
      appendLog,
      report,
      clock,
      log,
      recent: { ...defaultRecent, ...recent },
      limits,
      onDurable: (entries) => this.#announce(entries),
    });
    this.documents = new SqliteDocuments({ threads, apply: (operation) => this.#apply(operation) });
    const ask: Threads['ask'] = (name, argument) => threads.ask(name, argument);
    const parse = (stored: StoredEntries) => this.#parse(stored);
    this.#questions = new SqliteQuestions({ ask, parse, stored: () => this.#writes.stored(), clock });
    this.#deadLetters = new SqliteDeadLetters({ ask, parse, apply: (operation) => this.#apply(operation), clock });
  }

  append(alerts: readonly Alert[]): Promise<readonly port.Entry[]> {
    return this.#writes.append(alerts);
  }

  async read(lane: Lane, after: number, limit: number): Promise<readonly port.Entry[]> {
    const { recent } = this.#writes;
    const newest = recent.read(lane, after, limit);
    if (newest) return newest;
    const stored = await this.#readStored(lane, after, limit);
    return stored.length > 0 ? stored : recent.rest(lane, after, limit);
  }

  async #readStored(lane: Lane, after: number, limit: number): Promise<readonly port.Entry[]> {
    const entries: port.Entry[] = [];
    for (let from = after; ;) {
      const wanted = limit - entries.length;
      const query = { lane: lane === 'urgent' ? 0 : 1, after: from, limit: wanted } as const;
      const stored = await this.#threads.ask('read', query);
      entries.push(...(await this.#parse(stored)));
      const isLast = stored.seqs.length + stored.damaged.length < wanted && !stored.isCut;
      if (isLast || entries.length === limit || (stored.isCut && entries.length > 0)) return entries;
      from = Math.max(...stored.seqs.slice(-1), ...stored.damaged.slice(-1));
    }
  }

  async readSome(seqs: readonly number[]): Promise<readonly port.Entry[]> {
    const recent = seqs.map((seq) => this.#writes.recent.find(seq));
    const missing = seqs.filter((_, index) => !recent[index]);
    if (missing.length === 0) return recent.filter((entry) => entry !== undefined);
    const stored = await this.#parse(await this.#threads.ask('readSome', missing));
    const bySeq = new Map(stored.map((entry) => [entry.seq, entry]));
    return seqs.flatMap((seq, index) => recent[index] ?? bySeq.get(seq) ?? []);
  }

  subscribe(listener: (entries: readonly port.Entry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async openOutput(output: string): Promise<port.OutputPosition> {
    await this.#apply({ kind: 'openOutput', output, after: this.#writes.lastSeq });
    const position = await this.#threads.ask('position', output);
    if (!position) throw new JournalError('invalid', `Output "${output}" is not in the journal although it was opened`);
    return positionOf(position);
  }

  async retireOutput(output: string): Promise<void> {
    await this.#apply({ kind: 'retireOutput', output, atMs: this.#clock.now() });
  }

  async settle(settlement: port.Settlement): Promise<void> {
    const { warning } = await this.#apply({ kind: 'settle', settlement });
    if (warning !== undefined) this.#log.warn({ output: settlement.output, lane: settlement.lane }, warning);
  }

  due(output: string, dueAtMs: number, limit: number): Promise<readonly port.SetAside[]> {
    return this.#threads.ask('due', { output, dueAtMs, limit });
  }

  deadLetters(query: port.DeadLetterQuery): Promise<readonly port.DeadLetter[]> {
    return this.#deadLetters.read(query);
  }

  async deadLetterReasons(): Promise<readonly port.DeadLetterReason[]> {
    await this.#writes.stored();
    return this.#threads.ask('deadLetterReasons', undefined);
  }

  redrive(selection: port.DeadLetterSelection): Promise<readonly port.DeadLetterKey[]> {
    return this.#deadLetters.redrive(selection);
  }

  drop(selection: port.DeadLetterSelection, reason: string): Promise<readonly port.DeadLetterKey[]> {
    return this.#deadLetters.drop(selection, reason);
  }

  async explain(id: string | number): Promise<port.Explanation | undefined> {
    await this.#writes.stored();
    const [seq] = typeof id === 'number' ? [id] : await this.#threads.ask('find', id);
    if (seq === undefined) return undefined;
    const [entry] = await this.readSome([seq]);
    return entry && { entry, fates: await this.#threads.ask('fates', seq) };
  }

  search(query: port.AlertQuery): Promise<readonly port.Entry[]> {
    return this.#questions.search(query);
  }

  find(query: counting.FindQuery): Promise<readonly port.Entry[]> {
    return this.#questions.find(query);
  }

  tally(query: counting.TallyQuery): Promise<counting.Tally> {
    return this.#questions.tally(query);
  }

  groupCounts(range: counting.Times): Promise<ReadonlyMap<string, counting.GroupCount>> {
    return this.#questions.groupCounts(range);
  }

  groups(query: counting.GroupQuery): Promise<counting.FoundGroups> {
    return this.#questions.groups(query);
  }

  fateLetters(seqs: readonly number[]): Promise<counting.FateLetters> {
    return this.#questions.fateLetters(seqs);
  }

  counts(query: port.CountQuery): Promise<readonly port.MinuteCount[]> {
    return this.#questions.counts(query);
  }

  async ledger(): Promise<readonly port.OutputLedger[]> {
    await this.#writes.stored();
    return this.#threads.ask('ledger', undefined);
  }

  /** While the storage fails too hard to be asked, the numbers are those of the last answer. */
  async stats(): Promise<port.JournalStats> {
    const { quarantined } = this.#threads;
    await this.#writes.stored();
    try {
      const stored = await this.#threads.ask('stats', undefined);
      this.#lastStats = { ...stored, quarantined, trouble: this.#writes.trouble };
      return this.#lastStats;
    } catch (error) {
      if (!this.#lastStats || !(error instanceof JournalError)) throw error;
      return { ...this.#lastStats, quarantined, trouble: this.#writes.trouble ?? error.message };
    }
  }

  async prune(policy: port.RetentionPolicy): Promise<port.PruneReport> {
    await this.#writes.stored();
    const nowMs = this.#trustedNow();
    let [removed, expired] = [0, 0];
    for (let after = 0, isDone = false; !isDone;) {
      const step = await this.#threads.prune({ policy, nowMs, after });
      if (step.removed.length > 0) this.#writes.recent.forget(new Set(step.removed));
      removed += step.removed.length;
      expired += step.expired;
      ({ after, isDone } = step);
    }
    return { removed, expired };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    try {
      await this.#writes.close();
      await this.#threads.close();
    } finally {
      this.#unlock();
    }
  }

  /** A clock that jumped ahead since the start must not make young alerts look old. */
  #trustedNow(): number {
    const { wallMs, monotonicMs } = this.#openedAt;
    return Math.min(this.#clock.now(), wallMs + this.#clock.monotonic() - monotonicMs);
  }

  async #apply(operation: Operation): Promise<OperationResult> {
    const result = await this.#writes.apply(operation);
    if (result.refused !== undefined) throw new JournalError('invalid', result.refused);
    return result;
  }

  /** What is damaged is taken out of the journal, so that no output waits for it. */
  async #parse(stored: StoredEntries): Promise<readonly port.Entry[]> {
    const { entries, damaged } = await parseEntries(stored);
    if (damaged.length === 0) return entries;
    this.#log.error({ seqs: damaged }, 'Alerts in the journal are damaged; they are set apart and left out');
    this.#apply({ kind: 'discard', seqs: damaged }).catch((error: unknown) => {
      this.#log.error({ reason: String(error) }, 'Damaged alerts could not be set apart');
    });
    return entries;
  }

  #announce(entries: readonly port.Entry[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(entries);
      } catch (error) {
        this.#log.error({ reason: String(error) }, 'A subscriber of the journal failed');
      }
    }
  }
}
