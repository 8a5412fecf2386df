import { statSync } from 'node:fs';
import type { Clock } from '#kit/clock.ts';
import type { AskedSelection, ReadCalls } from './calls.ts';
import { Connection } from './connection.ts';
import { Memory, type Asked } from './counting/asked.ts';
import { findStep } from './counting/find.ts';
import { groupCounts, groups } from './counting/groups.ts';
import { looseStep } from './counting/loose-step.ts';
import { tally } from './counting/tally.ts';
import { readCounts } from './counts.ts';
import { readDocument, readDocuments } from './documents.ts';
import { readLane, readSome } from './entries.ts';
import { readFateLetters } from './fate-letters.ts';
import { readLedger, readStats } from './ledger.ts';
import type { Handlers } from './messages.ts';
import { databaseFile } from './open-database.ts';
import { readDeadLetterReasons } from './dead-letter-reasons.ts';
import { readDeadLetters, readDue, readFates, readStoredPosition } from './output-queries.ts';
import { findByUuid, searchStep, stepMs } from './search.ts';

/** Answers questions on a connection of its own, so that no question holds up an append. */
export class ReaderThread {
  readonly handlers: Handlers<ReadCalls>;
  #connection: Connection | undefined;

  constructor(folder: string, clock: Clock) {
    const file = databaseFile(folder);
    this.handlers = readHandlers(
      (work) => {
        const connection = (this.#connection ??= new Connection(file, 'read'));
        try {
          return work(connection);
        } catch (error) {
          this.#close();
          throw error;
        }
      },
      () => this.#close(),
      () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
      clock,
    );
  }

  #close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
  }
}

/** Runs a question on an open connection. */
export type WithConnection = <Result>(work: (connection: Connection) => Result) => Result;

export function readHandlers(
  ask: WithConnection,
  close: () => void,
  walBytes: () => number,
  clock: Clock,
): Handlers<ReadCalls> {
  let memory: Memory | undefined;
  const about = <Selected extends AskedSelection, Result>(
    selection: Selected,
    answer: (asked: Asked, selection: Selected, isLate: () => boolean) => Result,
  ): Result =>
    ask((connection) => {
      if (memory?.connection !== connection) memory = new Memory(connection);
      const end = clock.monotonic() + stepMs;
      return memory.ask(selection, (asked) => answer(asked, selection, () => clock.monotonic() >= end));
    });
  return {
    read: ({ lane, after, limit }) => ask((connection) => readLane(connection, lane, after, limit)),
    readSome: (seqs) => ask((connection) => readSome(connection, seqs)),
    position: (output) => ask((connection) => readStoredPosition(connection, output)),
    due: ({ output, dueAtMs, limit }) => ask((connection) => readDue(connection, output, dueAtMs, limit)),
    deadLetters: (query) => ask((connection) => readDeadLetters(connection, query)),
    deadLetterReasons: () => ask(readDeadLetterReasons),
    find: (uuid) => ask((connection) => findByUuid(connection, uuid)),
    fates: (seq) => ask((connection) => readFates(connection, seq)),
    search: (step) => ask((connection) => searchStep(connection, step, clock)),
    findMeant: (step) => about(step, findStep),
    countLoose: (step) => about(step, looseStep),
    tally: (question) => about(question, tally),
    groups: (question) => about(question, groups),
    groupCounts: (question) => about(question, groupCounts),
    fateLetters: (seqs) => ask((connection) => readFateLetters(connection, seqs)),
    counts: (query) => ask((connection) => readCounts(connection, query)),
    ledger: () => ask(readLedger),
    document: ({ kind, name }) => ask((connection) => readDocument(connection, kind, name)),
    documents: ({ kind, page }) => ask((connection) => readDocuments(connection, kind, page)),
    stats: () => ask((connection) => readStats(connection, walBytes())),
    close,
  };
}
