import type { Clock } from '#kit/clock.ts';
import type { DeadLetter, DeadLetterKey, DeadLetterQuery, DeadLetterSelection, Entry } from './journal.ts';
import type { Threads } from './journal-threads.ts';
import type { DeadLetterPage, Operation, OperationResult, StoredEntries } from './sqlite/calls.ts';

export interface DeadLetterParts {
  readonly ask: Threads['ask'];
  readonly parse: (stored: StoredEntries) => Promise<readonly Entry[]>;
  readonly apply: (operation: Operation) => Promise<OperationResult>;
  readonly clock: Pick<Clock, 'now'>;
}

const deadLettersPerCommit = 1000;

/** The dead letters of a journal in SQLite, changed a page at a time. */
export class SqliteDeadLetters {
  readonly #parts: DeadLetterParts;

  constructor(parts: DeadLetterParts) {
    this.#parts = parts;
  }

  async read({ output, reason, beforeSeq, limit }: DeadLetterQuery): Promise<readonly DeadLetter[]> {
    const query = { output, reason, beforeSeq: beforeSeq ?? Number.MAX_SAFE_INTEGER, limit };
    const { letters, entries } = await this.#parts.ask('deadLetters', query);
    const bySeq = new Map((await this.#parts.parse(entries)).map((entry) => [entry.seq, entry]));
    return letters.flatMap((letter) => {
      const entry = bySeq.get(letter.seq);
      return entry ? [{ ...letter, entry }] : [];
    });
  }

  redrive(selection: DeadLetterSelection): Promise<readonly DeadLetterKey[]> {
    const atMs = this.#parts.clock.now();
    return this.#eachPage(selection, (page) => ({ kind: 'redrive', page, atMs }));
  }

  drop(selection: DeadLetterSelection, reason: string): Promise<readonly DeadLetterKey[]> {
    const atMs = this.#parts.clock.now();
    return this.#eachPage(selection, (page) => ({ kind: 'drop', page, atMs, reason }));
  }

  async #eachPage(
    selection: DeadLetterSelection,
    operation: (page: DeadLetterPage) => Operation,
  ): Promise<readonly DeadLetterKey[]> {
    const keys: DeadLetterKey[] = [];
    for (let afterId: number | undefined = 0; afterId !== undefined;) {
      const page: DeadLetterPage = { selection, afterId, limit: deadLettersPerCommit };
      const result = await this.#parts.apply(operation(page));
      keys.push(...(result.keys ?? []));
      afterId = result.nextId;
    }
    return keys;
  }
}
