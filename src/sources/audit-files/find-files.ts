import { glob, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file that is there. */
export interface FoundFile {
  /** The same as long as the file is, whatever its name. */
  readonly id: string;
  readonly path: string;
  /** What it was found by, as the configuration has it. */
  readonly pattern: string;
}

export interface Search {
  /** Each once, the one that was changed last behind the others. */
  readonly files: readonly FoundFile[];
  /** Why patterns led to nothing, by pattern. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Each is open as long as it is there. */
const maxFiles = 500;

type AgedFile = FoundFile & { readonly modifiedAtMs: number };

/** The files that are meant by paths of files and folders, and by patterns such as `/var/log/audit/*.log`. */
export async function findFiles(patterns: readonly string[]): Promise<Search> {
  const problems = new Map<string, string>();
  const found = new Map<string, AgedFile>();
  for (const pattern of patterns) {
    const files = await filesOf(pattern).catch((error: unknown) => {
      problems.set(pattern, error instanceof Error ? error.message : String(error));
      return [];
    });
    for (const file of files) if (!found.has(file.id)) found.set(file.id, file);
  }
  const files = [...found.values()].toSorted((one, other) => one.modifiedAtMs - other.modifiedAtMs);
  if (files.length > maxFiles && files[0]) {
    problems.set(files[0].pattern, `there are ${files.length} files, of which the ${maxFiles} newest are followed`);
  }
  return { files: files.slice(-maxFiles), problems };
}

/** What rotation has compressed was read before. */
const compressed = /\.(?:gz|bz2|xz|zst)$/;

/** The files of a folder, without those that are hidden or compressed. */
export async function filesIn(folder: string, pattern: string): Promise<readonly AgedFile[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && !compressed.test(name));
  const files = await Promise.all(names.map((name) => look(path.join(folder, name), pattern)));
  return files.flat();
}

/** What is there by that very name is meant, even if the name looks like a pattern. */
async function filesOf(pattern: string): Promise<readonly AgedFile[]> {
  const isPattern = /[*?[{]/.test(pattern);
  const stats = await stat(pattern).catch((error: unknown) => {
    if (isPattern) return undefined;
    throw error;
  });
  if (stats?.isDirectory()) return filesIn(pattern, pattern);
  if (stats) return look(pattern, pattern);
  const files: AgedFile[] = [];
  for await (const name of glob(pattern)) files.push(...(await look(name, pattern)));
  return files;
}

/** A pipe or a device would be waited for without end. */
async function look(file: string, pattern: string): Promise<readonly AgedFile[]> {
  const stats = await stat(file, { bigint: true }).catch(() => undefined);
  if (!stats?.isFile()) return [];
  return [{ id: `${stats.dev}:${stats.ino}`, path: file, pattern, modifiedAtMs: Number(stats.mtimeMs) }];
}
