import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { writeSync } from 'node:fs';
import path from 'node:path';
import { Connection } from './connection.ts';
import { isDamage } from './failure.ts';
import { migrate } from './migrations.ts';
import { pageBytes } from './raw-pages.ts';
import { integer } from './row.ts';

/** Offsets in the header, see https://www.sqlite.org/fileformat2.html#the_database_header. */
const changeCounterAt = 24;
const pageCountAt = 28;
const firstFreePageAt = 32;
const freePagesAt = 36;
const validForAt = 92;

/**
 * Opens a damaged database for reading. Where the pages are unreadable that say where every table begins, a copy gets
 * those of a new journal: its tables begin at the same pages, since the same steps made them. Returns
 * `undefined` when nothing can be read even so, or when it is no journal.
 */
export function withReadableCopy<Result>(file: string, read: (from: Connection) => Result): Result | undefined {
  if (!existsSync(file)) return undefined;
  const direct = attempt(() => readJournal(file, read));
  if (direct) return direct.journal;
  const folder = mkdtempSync(`${file}-copy-`);
  try {
    const copy = path.join(folder, 'copy.db');
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    transplantSchema(copy, path.join(folder, 'new.db'));
    return attempt(() => readJournal(copy, read))?.journal;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `journal` is `undefined` where the file is sound, but something else than a journal. */
function readJournal<Result>(file: string, read: (from: Connection) => Result): { journal: Result | undefined } {
  const from = new Connection(file, 'read');
  try {
    const tables = from.all("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => name);
    return { journal: tables.includes('payloads') && tables.includes('progress') ? read(from) : undefined };
  } finally {
    from.close();
  }
}

/** The pages that say where the tables begin; the first one is always among them. */
function transplantSchema(damaged: string, empty: string): void {
  const pages = schemaPages(empty);
  const source = openSync(empty, 'r');
  const target = openSync(damaged, 'r+');
  for (const number of pages) {
    const page = Buffer.alloc(pageBytes);
    readSync(source, page, 0, pageBytes, (number - 1) * pageBytes);
    if (number === 1) adaptHeader(page, Math.floor(statSync(damaged).size / pageBytes));
    writeSync(target, page, 0, pageBytes, (number - 1) * pageBytes);
  }
  closeSync(source);
  closeSync(target);
}

function schemaPages(empty: string): readonly number[] {
  const connection = new Connection(empty, 'write');
  migrate(connection);
  const rows = connection.all("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'");
  connection.close();
  return rows.map((row) => integer(row, 'pageno'));
}

function adaptHeader(page: Buffer, pageCount: number): void {
  page.writeUInt32BE(pageCount, pageCountAt);
  page.writeUInt32BE(page.readUInt32BE(changeCounterAt), validForAt);
  page.writeUInt32BE(0, firstFreePageAt);
  page.writeUInt32BE(0, freePagesAt);
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!isDamage(error)) throw error;
    return undefined;
  }
}
