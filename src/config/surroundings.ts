import { readFileSync, statSync } from 'node:fs';
import type { Findings } from './findings.ts';

/** What the configuration is read from, and where findings go. */
export interface Surroundings {
  readonly environment: Environment;
  readonly readFile: ReadFile;
  readonly findings: Findings;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a file. Throws what Node throws. */
export type ReadFile = (path: string) => string;

/** A configuration of megabytes is a mistake: a log file, a device. */
const maxFileBytes = 8 * 1024 * 1024;

/** Configuration is read at start and at reload, and is small: reading it synchronously delays nothing that matters. */
export const readTextFile: ReadFile = (path) => {
  if (statSync(path).size > maxFileBytes) throw new Error(`it is larger than ${maxFileBytes} bytes`);
  return readFileSync(path, 'utf8');
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
