import { createHash } from 'node:crypto';
import type { ListFolder, ReadFile } from './surroundings.ts';

/** Reads files and folders, and knows afterwards whether they still are as they were read. Keeps digests, since files hold secrets. */
export class RememberedFiles {
  readonly #readFile: ReadFile;
  readonly #listFolder: ListFolder;
  readonly #files = new Map<string, string>();
  readonly #folders = new Map<string, string>();

  constructor(readFile: ReadFile, listFolder: ListFolder) {
    this.#readFile = readFile;
    this.#listFolder = listFolder;
  }

  readonly readFile: ReadFile = (file) => {
    return remembering(this.#files, file, () => this.#readFile(file), digestOf);
  };

  readonly listFolder: ListFolder = (folder) => {
    return remembering(this.#folders, folder, () => this.#listFolder(folder), namesOf);
  };

  hasChanged(): boolean {
    return (
      isChanged(this.#files, (file) => digestOf(this.#readFile(file))) ||
      isChanged(this.#folders, (folder) => namesOf(this.#listFolder(folder)))
    );
  }
}

const unreadable = 'unreadable';

function remembering<Value>(
  known: Map<string, string>,
  name: string,
  read: () => Value,
  digest: (value: Value) => string,
): Value {
  known.set(name, unreadable);
  const value = read();
  known.set(name, digest(value));
  return value;
}

function isChanged(known: ReadonlyMap<string, string>, read: (name: string) => string): boolean {
  return [...known].some(([name, before]) => before !== digestOrNothing(() => read(name)));
}

function digestOrNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return unreadable;
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function namesOf(names: readonly string[] | undefined): string {
  return JSON.stringify(names?.toSorted() ?? null);
}
