import type { Clock } from '#kit/clock.ts';
import { JournalError } from '../journal-error.ts';
import type { Threads } from '../journal-threads.ts';
import type { Batch, OpenReport, OperationResult } from '../sqlite/calls.ts';
import { Connection } from '../sqlite/connection.ts';
import { StorageError } from '../sqlite/failure.ts';
import { migrate } from '../sqlite/migrations.ts';
import { readHandlers } from '../sqlite/reader-thread.ts';
import { Writer } from '../sqlite/writer.ts';

/** A call is on its way until this resolves, and fails if this rejects. `answer` comes after its work is done. */
export type CallPass = (call: 'open' | 'commit' | 'prune' | 'ask' | 'answer') => Promise<void>;

type Commit = (writer: Writer) => unknown;

/** More are not done again after a power cut. */
const commitsOnBase = 50;

/**
 * A journal's database, in this thread and in memory, with a power switch. After a power cut it is as it was after any of
 * its commits since the last one that was flushed: SQLite sees to that, and is not what is tested here.
 */
export class SimulatedDatabase {
  readonly #clock: Clock;
  #base: Uint8Array;
  /** What was committed after that, in order. */
  #commits: Commit[] = [];
  /** How many of them are on the disk. */
  #flushed = 0;
  #connection: Connection;
  #writer: Writer;

  constructor(clock: Clock, content?: Uint8Array) {
    this.#clock = clock;
    [this.#connection, this.#writer] = this.#open(content);
    this.#base = this.#connection.database.serialize();
  }

  /** How many commits a power cut may undo. */
  get unflushed(): number {
    return this.#commits.length - this.#flushed;
  }

  /** What a power cut leaves that undoes so many commits. */
  afterPowerCut(undone: number): SimulatedDatabase {
    const database = new SimulatedDatabase(this.#clock, this.#base);
    for (const commit of this.#commits.slice(0, this.#commits.length - undone)) commit(database.#writer);
    database.#rebase();
    return database;
  }

  /** The database as a process has it. A call whose `pass` never resolves is one of a process that is dead. */
  threads(pass: CallPass): Threads {
    const handlers = readHandlers(
      (work) => work(this.#connection),
      () => {},
      () => 0,
      this.#clock,
    );
    const asError = (error: unknown) => new JournalError('storage', String(error));
    const done = async () => {};
    return {
      quarantined: [],
      open: async () => {
        await pass('open');
        return this.#report();
      },
      commit: (batch) => this.#commit(batch, pass),
      prune: async (step) => {
        await pass('prune').catch((error: unknown) => Promise.reject(asError(error)));
        return this.#apply((writer) => writer.prune(step));
      },
      ask: async (name, argument) => {
        await pass('ask').catch((error: unknown) => Promise.reject(asError(error)));
        return handlers[name](argument);
      },
      repair: () => Promise.reject(new StorageError('There is nothing to repair', 'retry')),
      close: done,
      stop: done,
    };
  }

  /** Goes on with the search index, as the writer does in quiet times. */
  indexSome(): void {
    this.#apply((writer) => writer.indexSome());
  }

  close(): void {
    this.#connection.close();
  }

  /** A failure that comes with the answer is one of a batch that was written all the same. */
  async #commit(batch: Batch, pass: CallPass): Promise<readonly OperationResult[]> {
    await pass('commit');
    const results = this.#apply((writer) => writer.commit(batch));
    const commits = this.#commits.length;
    await pass('answer');
    if (batch.flush) this.#flush(commits);
    return results;
  }

  #flush(commits: number): void {
    this.#flushed = Math.max(this.#flushed, commits);
    if (this.#flushed === this.#commits.length && this.#flushed > commitsOnBase) this.#rebase();
  }

  #rebase(): void {
    this.#base = this.#connection.database.serialize();
    this.#commits = [];
    this.#flushed = 0;
  }

  #apply<Result>(commit: (writer: Writer) => Result): Result {
    try {
      const result = commit(this.#writer);
      this.#commits.push(commit);
      return result;
    } catch (error) {
      this.#writer = new Writer(this.#connection, this.#clock);
      throw error;
    }
  }

  #report(): OpenReport {
    this.#writer = new Writer(this.#connection, this.#clock);
    const { batch, lanes } = this.#writer.progress;
    return { batch, lastSeqs: [lanes[0].last, lanes[1].last], quarantined: [], salvaged: undefined };
  }

  #open(content: Uint8Array | undefined): [Connection, Writer] {
    const connection = new Connection(':memory:', 'write');
    if (content) connection.database.deserialize(content);
    else migrate(connection);
    return [connection, new Writer(connection, this.#clock)];
  }
}
