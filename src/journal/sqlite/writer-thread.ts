import type { Clock } from '#kit/clock.ts';
import type { Batch, OpenReport, OperationResult, WriteCalls } from './calls.ts';
import { Connection } from './connection.ts';
import type { Handlers } from './messages.ts';
import { migrate } from './migrations.ts';
import { openDatabase, repairDatabase, type OpenedDatabase } from './open-database.ts';
import { readHandlers } from './reader-thread.ts';
import { Writer } from './writer.ts';

/** The search index is built, and alerts of an older version are counted anew, in short steps. A few alerts wait for company; many wait less, and least in quiet times. */
const fewAlerts = 256;
const fewAlertsPauseMs = 1000;
const busyPauseMs = 30;

/**
 * Owns the one connection that writes. After any error the connection is closed, and the next call opens another: what
 * an unsuccessful flush left behind is never trusted.
 */
export class WriterThread {
  readonly handlers: Handlers<WriteCalls>;
  readonly #folder: string | undefined;
  readonly #clock: Clock;
  #writer: Writer | undefined;
  #behind: NodeJS.Timeout | undefined;
  #isBusy = false;
  /** A flush failed: what was written before it may be on no disk, although the next flush succeeds. */
  #mustFlushCompletely = false;

  constructor(folder: string | undefined, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
    this.handlers = {
      ...readHandlers(
        (work) => this.#use(({ connection }) => work(connection)),
        () => this.#close(),
        () => 0,
        clock,
      ),
      open: () => this.#open(openDatabase),
      repair: () => this.#open(repairDatabase),
      commit: (batch) => this.#use((writer) => this.#commit(writer, batch)),
      prune: (step) => this.#use((writer) => writer.prune(step)),
    };
  }

  /** To be called after every answer: goes on with what is done behind everything else once there is nothing else to do. */
  workBehind(): void {
    this.#isBusy = true;
    this.#scheduleWork();
  }

  #scheduleWork(): void {
    const waiting = this.#writer?.indexable ?? 0;
    const isRelabelling = this.#writer?.isRelabelling ?? false;
    if ((waiting <= 0 && !isRelabelling) || this.#behind) return;
    const busyOrNot = this.#isBusy ? busyPauseMs : 0;
    const isPatient = waiting < fewAlerts && !isRelabelling;
    this.#behind = setTimeout(() => this.#work(), isPatient ? fewAlertsPauseMs : busyOrNot);
    this.#isBusy = false;
  }

  #work(): void {
    this.#behind = undefined;
    try {
      this.#use((writer) => {
        if (writer.indexable > 0) writer.indexSome();
        else if (writer.isRelabelling) writer.relabelSome();
      });
      this.#scheduleWork();
    } catch {
      /* The next call opens the database again, and meets the same trouble where somebody waits for the answer. */
      this.#close();
    }
  }

  #commit(writer: Writer, batch: Batch): readonly OperationResult[] {
    const results = writer.commit(batch);
    if (batch.flush && this.#mustFlushCompletely && this.#folder !== undefined) {
      writer.flushCompletely();
      this.#mustFlushCompletely = false;
    }
    return results;
  }

  #use<Result>(work: (writer: Writer) => Result): Result {
    if (!this.#writer) this.#open(openDatabase);
    const writer = this.#writer;
    if (!writer) throw new Error('The journal has no writer');
    try {
      return work(writer);
    } catch (error) {
      this.#mustFlushCompletely = true;
      this.#close();
      throw error;
    }
  }

  #open(open: (folder: string, nowMs: number) => OpenedDatabase): OpenReport {
    this.#close();
    const opened = this.#folder === undefined ? openInMemory() : open(this.#folder, this.#clock.now());
    this.#writer = new Writer(opened.connection, this.#clock);
    const { batch, lanes } = this.#writer.progress;
    return {
      batch,
      lastSeqs: [lanes[0].last, lanes[1].last],
      quarantined: opened.quarantined,
      salvaged: opened.salvaged,
    };
  }

  #close(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    clearTimeout(this.#behind);
    this.#behind = undefined;
    writer?.connection.close();
  }
}

function openInMemory(): OpenedDatabase {
  const connection = new Connection(':memory:', 'write');
  migrate(connection);
  return { connection, quarantined: [], salvaged: undefined };
}
