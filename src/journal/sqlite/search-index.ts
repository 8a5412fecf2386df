import type { Clock } from '#kit/clock.ts';
import type { Connection } from './connection.ts';
import { isDamage } from './failure.ts';
import { lastSeq, writeProgress, type Progress } from './progress.ts';
import { integer, text } from './row.ts';
import { BlockWords } from './words.ts';

/** How long one step may hold up other writes. */
const stepMs = 10;

/**
 * Alerts whose numbers follow each other share a row of the index, which has all words of all of them: neighbours have most words
 * in common, so that an index of blocks takes a tenth of the time and space. A search looks at each alert of a block that it finds.
 */
export const alertsPerBlock = 64;

export function blockOf(seq: number): number {
  return Math.floor(seq / alertsPerBlock);
}

/** How many alerts could be indexed now: a block is indexed once it is complete. */
export function indexable(progress: Progress): number {
  return blockOf(lastSeq(progress) + 1) * alertsPerBlock - 1 - progress.indexedTo;
}

/**
 * Indexes the next blocks for search, within a transaction of its own that need not be durable: what a crash loses is
 * indexed again.
 */
export function indexSome(connection: Connection, progress: Progress, clock: Pick<Clock, 'monotonic'>): void {
  if (indexable(progress) <= 0) return;
  const end = clock.monotonic() + stepMs;
  const before = progress.indexedTo;
  try {
    connection.transaction(() => {
      progress.indexedTo = indexUntil(connection, progress, () => clock.monotonic() >= end);
      writeProgress(connection, progress);
    });
  } catch (error) {
    progress.indexedTo = before;
    throw error;
  }
}

/** Returns the newest number that the index covers then. */
function indexUntil(connection: Connection, progress: Progress, isLate: () => boolean): number {
  const newest = progress.indexedTo + indexable(progress);
  const rows = connection.iterate(
    'SELECT seq, json FROM payloads WHERE seq > ? AND seq <= ? ORDER BY seq',
    progress.indexedTo,
    newest,
  );
  const insert = connection.statement('INSERT INTO words (rowid, text) VALUES (?, ?)');
  let words = new BlockWords();
  let block: number | undefined;
  for (const row of rows) {
    const seq = integer(row, 'seq');
    if (block !== undefined && blockOf(seq) !== block) {
      insert.run(block, words.joined());
      if (isLate()) return (block + 1) * alertsPerBlock - 1;
      words = new BlockWords();
    }
    block = blockOf(seq);
    addWords(words, text(row, 'json'));
  }
  if (block !== undefined) insert.run(block, words.joined());
  return newest;
}

/** A damaged alert is in no index. */
function addWords(words: BlockWords, json: string): void {
  try {
    words.add(json);
  } catch (error) {
    if (isDamage(error)) throw error;
  }
}
