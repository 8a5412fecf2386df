import type { Clock } from '#kit/clock.ts';
import { JournalError } from '../journal-error.ts';
import { appendAlerts } from './append.ts';
import type { Batch, Operation, OperationResult, PruneStep, PruneStepReport } from './calls.ts';
import type { Connection } from './connection.ts';
import { isRelabelling, relabelSome } from './counting/relabel.ts';
import { drop, redrive } from './dead-letters.ts';
import { changeDocuments } from './documents.ts';
import { Labels } from './labels.ts';
import { OutputStates } from './output-states.ts';
import { lastSeq, readProgress, writeProgress, type Progress } from './progress.ts';
import { removeAlerts } from './removal.ts';
import { pruneStep, removable } from './retention.ts';
import { indexable, indexSome } from './search-index.ts';
import { checkSettlement, settle } from './settle.ts';

/** The one that writes. After an error it must be thrown away: what it remembers may not be what was stored. */
export class Writer {
  readonly connection: Connection;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #labels: Labels;
  readonly #outputs: OutputStates;
  readonly #progress: Progress;
  #isRelabelling = true;

  constructor(connection: Connection, clock: Pick<Clock, 'monotonic'>) {
    this.connection = connection;
    this.#clock = clock;
    this.#labels = new Labels(connection);
    this.#outputs = new OutputStates(connection);
    this.#progress = readProgress(connection);
  }

  get progress(): Readonly<Progress> {
    return this.#progress;
  }

  /**
   * Writes a batch, all or nothing. An attempt that reported a failure may have been stored all the same: then this
   * makes sure that it has reached the disk, and does nothing else.
   */
  commit({ number, records, operations, flush }: Batch): readonly OperationResult[] {
    if (this.#progress.batch >= number) {
      this.flushCompletely();
      return operations.map(() => ({}));
    }
    const work = () => {
      appendAlerts(this.connection, this.#labels, this.#progress, records);
      const results = operations.map((operation) => this.#apply(operation));
      this.#progress.batch = number;
      writeProgress(this.connection, this.#progress);
      return results;
    };
    return flush ? this.connection.flushedTransaction(work) : this.connection.transaction(work);
  }

  /** Brings everything to the disk, whatever became of earlier attempts. */
  flushCompletely(): void {
    if (!this.connection.flush())
      throw new JournalError('storage', 'The journal could not be flushed while it was read');
  }

  prune(step: PruneStep): PruneStepReport {
    const report = this.connection.transaction(() => {
      const result = pruneStep(this.connection, this.#outputs, this.#labels, this.#progress, step);
      writeProgress(this.connection, this.#progress);
      return result;
    });
    if (report.isDone && step.after > 0) this.connection.truncateLog();
    return report;
  }

  /** About how many alerts can be taken into the search index. */
  get indexable(): number {
    return indexable(this.#progress);
  }

  /** Whether alerts of an older version wait for labels of today. */
  get isRelabelling(): boolean {
    return (this.#isRelabelling &&= isRelabelling(this.connection));
  }

  relabelSome(): void {
    relabelSome(this.connection, this.#labels, this.#clock);
  }

  indexSome(): void {
    indexSome(this.connection, this.#progress, this.#clock);
  }

  /** A refusal is an answer: it leaves the rest of the batch alone, since it comes before anything is changed. */
  #apply(operation: Operation): OperationResult {
    try {
      return this.#applyChecked(operation);
    } catch (error) {
      if (error instanceof JournalError) return { refused: error.message };
      throw error;
    }
  }

  #applyChecked(operation: Operation): OperationResult {
    switch (operation.kind) {
      case 'settle':
        return this.#settle(operation);
      case 'openOutput':
        this.#outputs.open(operation.output, operation.after, this.#progress);
        return {};
      case 'retireOutput':
        this.#outputs.retire(operation.output, operation.atMs);
        return {};
      case 'redrive':
        return redrive(this.connection, this.#outputs, operation.page, operation.atMs);
      case 'drop':
        return drop(this.connection, this.#outputs, operation.page, operation.atMs, operation.reason);
      case 'discard':
        return this.#discard(operation.seqs);
      case 'changeDocuments':
        return changeDocuments(this.connection, operation.changes);
    }
  }

  #settle({ settlement }: Extract<Operation, { kind: 'settle' }>): OperationResult {
    const output = this.#outputs.get(settlement.output);
    if (!output) {
      throw new JournalError('invalid', `Output "${settlement.output}" must be opened before it can settle`);
    }
    checkSettlement(settlement, lastSeq(this.#progress));
    const state = output.lanes[settlement.lane === 'urgent' ? 0 : 1];
    const warning = settle(this.connection, output, state, settlement);
    this.#outputs.save(output, state);
    return warning === undefined ? {} : { warning };
  }

  #discard(seqs: readonly number[]): OperationResult {
    const rows = this.connection.all(
      'SELECT seq, lane FROM alerts WHERE seq IN (SELECT value FROM json_each(?))',
      JSON.stringify(seqs),
    );
    this.connection.run(
      `INSERT OR IGNORE INTO damaged
         SELECT seq, json, unknown FROM payloads WHERE seq IN (SELECT value FROM json_each(?))`,
      JSON.stringify(seqs),
    );
    removeAlerts(this.connection, this.#outputs, this.#labels, this.#progress, rows.map(removable), 'damage');
    return {};
  }
}
