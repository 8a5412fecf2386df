import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { OpenReport } from './calls.ts';
import type { Connection } from './connection.ts';
import { isDamage, isRefusal } from './failure.ts';
import { salvage } from './salvage.ts';
import { inspect, openSound } from './soundness.ts';
import { syncFolder } from './sync-folder.ts';

const fileName = 'tiercel.db';
/** SQLite keeps what is not in the database yet beside it. */
const parts = ['', '-wal', '-shm', '-journal'];

export interface OpenedDatabase extends Pick<OpenReport, 'quarantined' | 'salvaged'> {
  readonly connection: Connection;
}

export function databaseFile(folder: string): string {
  return path.join(folder, fileName);
}

/**
 * Opens the journal of a folder for writing. Whatever stands there, there is a journal afterwards: a damaged or foreign
 * file is moved into a folder of its own, and what can be read of it is copied into a new one.
 * @throws JournalError for the journal of a later version, which is left untouched.
 */
export function openDatabase(folder: string, nowMs: number): OpenedDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const quarantined = finishReplacement(folder, nowMs);
  const file = databaseFile(folder);
  try {
    inspect(file);
    return { connection: openSound(file), quarantined, salvaged: undefined };
  } catch (error) {
    if (!isDamage(error) && !isRefusal(error)) throw error;
    return repairDatabase(folder, nowMs);
  }
}

/** Copies what can be read into a new journal, moves the old one aside, and opens the new one. */
export function repairDatabase(folder: string, nowMs: number): OpenedDatabase {
  const file = databaseFile(folder);
  const salvageFile = `${file}.salvage`;
  const readyFile = `${file}.ready`;
  removeParts(salvageFile);
  const salvaged = salvage(file, salvageFile);
  renameSync(salvageFile, readyFile);
  const quarantined = finishReplacement(folder, nowMs);
  return { connection: openSound(file), quarantined, salvaged };
}

/** Puts a salvaged journal in the place of the damaged one, which is moved aside. A crash may have come between. */
function finishReplacement(folder: string, nowMs: number): readonly string[] {
  const file = databaseFile(folder);
  const readyFile = `${file}.ready`;
  if (!existsSync(readyFile)) return [];
  syncFolder(folder);
  const quarantine = moveAside(folder, file, nowMs);
  renameSync(readyFile, file);
  syncFolder(folder);
  return quarantine === undefined ? [] : [quarantine];
}

function moveAside(folder: string, file: string, nowMs: number): string | undefined {
  const present = parts.filter((part) => existsSync(file + part));
  if (present.length === 0) return undefined;
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  let quarantine = path.join(folder, `quarantine-${stamp}`);
  for (let attempt = 2; existsSync(quarantine); attempt++) {
    quarantine = path.join(folder, `quarantine-${stamp}-${attempt}`);
  }
  mkdirSync(quarantine, { mode: 0o700 });
  for (const part of present.toReversed()) renameSync(file + part, path.join(quarantine, fileName + part));
  syncFolder(quarantine);
  return quarantine;
}

function removeParts(file: string): void {
  for (const part of parts) rmSync(file + part, { force: true });
}
