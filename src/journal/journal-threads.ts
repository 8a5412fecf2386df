import { JournalError } from './journal-error.ts';
import type { JournalLog } from './journal-log.ts';
import type { Batch, OpenReport, OperationResult, PruneStep, PruneStepReport } from './sqlite/calls.ts';
import type { ReadCalls, WriteCalls } from './sqlite/calls.ts';
import { remedyOf } from './sqlite/failure.ts';
import { Thread } from './sqlite/thread.ts';

/** Where questions go: to the reader, or to the writer of a journal in memory. */
interface Questions {
  call<Name extends keyof ReadCalls>(
    name: Name,
    argument: ReadCalls[Name]['argument'],
  ): Promise<ReadCalls[Name]['result']>;
}

/** What a journal asks of its threads. */
export type Threads = Pick<JournalThreads, keyof JournalThreads>;

/** The threads of a journal: one that writes and, for a journal on disk, one that reads beside it. */
export class JournalThreads {
  readonly #log: JournalLog;
  readonly #writer: Thread<WriteCalls>;
  readonly #reader: Thread<ReadCalls> | undefined;
  readonly #questions: Questions;
  readonly #quarantined: string[] = [];
  #repairing: Promise<void> | undefined;

  /** @param folder `undefined` for a journal in memory. */
  constructor(folder: string | undefined, log: JournalLog) {
    const onDeath = (error: Error) => log.error({ reason: error.message }, 'A thread of the journal is started anew');
    this.#log = log;
    this.#writer = new Thread<WriteCalls>({ role: 'writer', folder }, onDeath);
    this.#reader = folder === undefined ? undefined : new Thread<ReadCalls>({ role: 'reader', folder }, onDeath);
    this.#questions = this.#reader ?? this.#writer;
  }

  /** Where damaged files were moved to. */
  get quarantined(): readonly string[] {
    return this.#quarantined;
  }

  async open(): Promise<OpenReport> {
    const report = await this.#writer.call('open', undefined);
    this.#note(report);
    return report;
  }

  commit(batch: Batch): Promise<readonly OperationResult[]> {
    return this.#writer.call('commit', batch);
  }

  prune(step: PruneStep): Promise<PruneStepReport> {
    return this.#translated(() => this.#writer.call('prune', step));
  }

  ask<Name extends keyof ReadCalls>(
    name: Name,
    argument: ReadCalls[Name]['argument'],
  ): Promise<ReadCalls[Name]['result']> {
    return this.#translated(() => this.#questions.call(name, argument));
  }

  /** Has the damaged file replaced by what can be saved of it. Several calls at once are one repair. */
  repair(): Promise<void> {
    this.#repairing ??= this.#repair().finally(() => {
      this.#repairing = undefined;
    });
    return this.#repairing;
  }

  async close(): Promise<void> {
    try {
      await this.#closeReader();
      await this.#writer.call('close', undefined);
    } finally {
      await this.stop();
    }
  }

  /** Ends the threads without further ado. */
  async stop(): Promise<void> {
    await this.#reader?.stop();
    await this.#writer.stop();
  }

  async #repair(): Promise<void> {
    await this.#closeReader();
    this.#note(await this.#writer.call('repair', undefined));
  }

  /** The last connection to close tidies up, and that has to be the one that may write. */
  async #closeReader(): Promise<void> {
    if (this.#reader?.isRunning) await this.#reader.call('close', undefined);
  }

  /** Repairs a damaged file and tries again once; other failures become errors of the journal. */
  async #translated<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      if (remedyOf(error) !== 'repair') throw asJournalError(error);
    }
    try {
      await this.repair();
      return await call();
    } catch (error) {
      throw asJournalError(error);
    }
  }

  #note({ quarantined, salvaged }: OpenReport): void {
    if (quarantined.length === 0) return;
    this.#quarantined.push(...quarantined);
    this.#log.error(
      { quarantined, ...salvaged },
      'The journal was damaged: it was moved aside, and what could be read of it was copied into a new one',
    );
  }
}

function asJournalError(error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new JournalError('storage', `The journal could not answer: ${reason}`, error);
}
