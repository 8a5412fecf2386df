import type { Clock } from '#kit/clock.ts';
import type { Connection } from './connection.ts';
import { isDamage } from './failure.ts';
import { lastSeq, writeProgress, type Progress } from './progress.ts';
import { integer, text } from './row.ts';
import { searchedTexts, uuidWord, wordsOf } from './words.ts';

/** How long one step may hold up the appends. */
const stepMs = 10;

/**
 * Indexes the next alerts for search, within a transaction of its own that need not be durable: what a crash loses is
 * indexed again. Returns whether any are left.
 */
export function indexSome(connection: Connection, progress: Progress, clock: Pick<Clock, 'monotonic'>): boolean {
  const end = clock.monotonic() + stepMs;
  const before = progress.indexedTo;
  try {
    return connection.transaction(() => {
      const isDone = indexUntil(connection, progress, () => clock.monotonic() >= end);
      if (isDone) progress.indexedTo = lastSeq(progress);
      writeProgress(connection, progress);
      return !isDone;
    });
  } catch (error) {
    progress.indexedTo = before;
    throw error;
  }
}

function indexUntil(connection: Connection, progress: Progress, isLate: () => boolean): boolean {
  const rows = connection.iterate(
    `SELECT alerts.seq, uuid, json FROM alerts JOIN payloads ON payloads.seq = alerts.seq
     WHERE alerts.seq > ? ORDER BY alerts.seq`,
    progress.indexedTo,
  );
  const insert = connection.statement('INSERT INTO words (rowid, text) VALUES (?, ?)');
  for (const row of rows) {
    const seq = integer(row, 'seq');
    insert.run(seq, indexedWords(text(row, 'uuid'), text(row, 'json')));
    progress.indexedTo = seq;
    if (isLate()) return false;
  }
  return true;
}

/** A damaged alert is found by its uuid alone. */
function indexedWords(uuid: string, json: string): string {
  const words = new Set([uuidWord(uuid)]);
  try {
    for (const searched of searchedTexts(json)) for (const word of wordsOf(searched)) words.add(word);
  } catch (error) {
    if (isDamage(error)) throw error;
  }
  return [...words].join(' ');
}
