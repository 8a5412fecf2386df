import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DeliveryError, MisconfiguredError } from './errors.ts';

export interface AlertFileSettings {
  readonly path: string;
  /** 0 is no limit. */
  readonly maxBytes: number;
  readonly keptFiles: number;
}

/** A file of lines that is appended to, durably, and rotated. One writer at a time. */
export class AlertFile {
  readonly #settings: AlertFileSettings;
  #handle: FileHandle;
  #size: number;

  private constructor(settings: AlertFileSettings, { handle, size }: OpenFile) {
    this.#settings = settings;
    this.#handle = handle;
    this.#size = size;
  }

  /** Opens or creates the file. A last line that a crash cut short is ended, so that it spoils no other. */
  static async open(settings: AlertFileSettings): Promise<AlertFile> {
    return naming(settings.path, async () => {
      const opened = new AlertFile(settings, await openFile(settings.path));
      await opened.#endLastLine();
      return opened;
    });
  }

  /** Resolves when the lines are on the disk. After an error the file must be opened anew. */
  async append(lines: string): Promise<void> {
    await naming(this.#settings.path, async () => {
      const bytes = Buffer.from(lines);
      await this.#prepareFor(bytes.length);
      await this.#write(bytes);
      await this.#handle.datasync();
    });
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #write(bytes: Buffer): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written);
      written += bytesWritten;
    }
    this.#size += written;
  }

  async #endLastLine(): Promise<void> {
    if (this.#size === 0) return;
    const last = Buffer.alloc(1);
    await this.#handle.read(last, 0, 1, this.#size - 1);
    if (last.toString() !== '\n') await this.#write(Buffer.from('\n'));
  }

  /** Another program may have renamed or removed the file; our own rotation makes room. */
  async #prepareFor(bytes: number): Promise<void> {
    const { path: file, maxBytes } = this.#settings;
    const [own, there] = await Promise.all([this.#handle.stat(), statIfThere(file)]);
    if (own.ino !== there?.ino || own.dev !== there.dev) await this.#reopen();
    if (maxBytes > 0 && this.#size > 0 && this.#size + bytes > maxBytes) await this.#rotate();
  }

  async #rotate(): Promise<void> {
    const { path: file, keptFiles } = this.#settings;
    for (let number = keptFiles - 1; number >= 1; number--)
      await renameIfThere(rotated(file, number), rotated(file, number + 1));
    if (keptFiles > 0) await rename(file, rotated(file, 1));
    else await rm(file);
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const { handle, size } = await openFile(this.#settings.path);
    await this.#handle.close();
    this.#handle = handle;
    this.#size = size;
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

const permissions = 0o640;

async function openFile(file: string): Promise<OpenFile> {
  const handle = await open(file, 'a+', permissions);
  try {
    const { size } = await handle.stat();
    await syncFolder(path.dirname(file));
    return { handle, size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A new name in a folder is durable only once the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function rotated(file: string, number: number): string {
  return `${file}.${number}`;
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (await statIfThere(from)) await rename(from, to);
}

async function statIfThere(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** What waiting does not mend. */
const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'create the folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder, name a file in it',
  EACCES: 'permit the user of this process to write it',
  EPERM: 'permit the user of this process to write it',
  EROFS: 'the file system is read-only, choose another path',
};

async function naming<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    const message = `The file "${file}" cannot be written (${code})`;
    const remedy = remedies[code];
    throw remedy === undefined ? new DeliveryError(message) : new MisconfiguredError(`${message}: ${remedy}`);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
