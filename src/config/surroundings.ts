import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Findings } from './findings.ts';

/** What the configuration is read from, and where findings go. */
export interface Surroundings {
  readonly environment: Environment;
  readonly readFile: ReadFile;
  readonly listFolder: ListFolder;
  readonly findings: Findings;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a file. Throws what Node throws. */
export type ReadFile = (path: string) => string;

/** The names of the files in a folder, links to files among them; `undefined` where there is no such folder. Throws what Node throws. */
export type ListFolder = (folder: string) => readonly string[] | undefined;

/** A configuration of megabytes is a mistake: a log file, a device. */
const maxFileBytes = 8 * 1024 * 1024;

/** Configuration is read at start and at reload, and is small: reading it synchronously delays nothing that matters. */
export const readTextFile: ReadFile = (file) => {
  if (statSync(file).size > maxFileBytes) throw new Error(`it is larger than ${maxFileBytes} bytes`);
  return readFileSync(file, 'utf8');
};

export const listFiles: ListFolder = (folder) => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  return readdirSync(folder).filter((name) => {
    return statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile() === true;
  });
};

/** Why a file cannot be read, for people. */
export function fileTrouble(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return troubles[code] ?? (error instanceof Error ? error.message : String(error));
}

const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'this process may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
};
