import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from './journal-error.ts';

/** Result codes of SQLite, see https://www.sqlite.org/rescode.html. */
const busy = 5;
const notADatabase = 26;

/**
 * Makes sure that one process at a time uses a folder. The operating system gives the lock back when the process ends,
 * however it ends. Returns what releases it.
 * @throws JournalError when another process holds it.
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'tiercel.lock');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return lock(file, folder);
  } catch (error) {
    if (codeOf(error) === notADatabase) {
      rmSync(file);
      return lock(file, folder);
    }
    if (error instanceof JournalError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new JournalError('storage', `The journal's folder ${folder} cannot be used: ${reason}`, error);
  }
}

function lock(file: string, folder: string): () => void {
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (codeOf(error) !== busy) throw error;
    throw new JournalError(
      'locked',
      `Another process uses the journal in ${folder}. Stop it, or give this one a folder of its own`,
    );
  }
  return () => database.close();
}

function codeOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}
