import { close, constants, mkdirSync, open as openDescriptor, readdirSync, readFileSync, rmSync, write } from 'node:fs';
import { open, rename, statfs } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from '../sqlite/sync-folder.ts';

/** A file of the append log, open for writing. */
export interface LogFile {
  /** Puts bytes into the file at a position. They are on stable storage when this resolves. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  close(): Promise<void>;
}

/** The folder of the append log: the only way in which it touches the disk, so that tests can pull the plug on another one. */
export interface LogFolder {
  /** The names of its files, in no order. */
  names(): readonly string[];
  read(name: string): Buffer;
  /** Makes the names that are there survive a power cut, also those of a process that was killed before it did so. */
  syncNames(): void;
  open(name: string): Promise<LogFile>;
  /**
   * Makes a file of so many zeros, whole or not at all: overwriting what is allocated already takes one flush instead of
   * several.
   */
  create(name: string, bytes: number): Promise<LogFile>;
  remove(name: string): void;
}

const zeros = Buffer.alloc(1024 * 1024);
/** A write is durable when it returns, without a call of its own for the flush. */
const overwrite = constants.O_WRONLY | constants.O_DSYNC;
const unfinished = '.new';

/** A disk that is this near to full is not filled further in advance. */
const leaveFree = 8;

const openForWriting = promisify(openDescriptor);
const closeDescriptor = promisify(close);

/** @throws Error from the file system when the folder cannot be made or read */
export function openLogFolder(folder: string): LogFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (name.endsWith(unfinished)) rmSync(path.join(folder, name));
  return {
    names: () => readdirSync(folder),
    read: (name) => readFileSync(path.join(folder, name)),
    syncNames: () => syncFolder(folder),
    open: (name) => openLogFile(path.join(folder, name)),
    create: (name, bytes) => createLogFile(folder, name, bytes),
    remove: (name) => rmSync(path.join(folder, name), { force: true }),
  };
}

async function openLogFile(file: string): Promise<LogFile> {
  const descriptor = await openForWriting(file, overwrite);
  return {
    write: (bytes, position) => writeAll(descriptor, bytes, position),
    close: () => closeDescriptor(descriptor),
  };
}

async function createLogFile(folder: string, name: string, bytes: number): Promise<LogFile> {
  const file = path.join(folder, name);
  const newFile = file + unfinished;
  await checkSpace(folder, bytes);
  try {
    await fill(newFile, bytes);
    await rename(newFile, file);
  } catch (error) {
    rmSync(newFile, { force: true });
    throw error;
  }
  await syncNames(folder);
  return openLogFile(file);
}

async function fill(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    for (let at = 0; at < bytes; at += zeros.length) {
      await handle.write(zeros, 0, Math.min(zeros.length, bytes - at), at);
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function checkSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes > 0 && bavail * bsize < bytes * leaveFree) throw new Error('The disk is nearly full');
}

/** Makes new names in the folder survive a power cut. */
async function syncNames(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The callback of `fs.write` costs less than a promise of it, and this is what every alert waits for. */
function writeAll(descriptor: number, bytes: Uint8Array, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const writeFrom = (start: number) => {
      write(descriptor, bytes, start, bytes.length - start, position + start, (error, written) => {
        if (error) reject(error);
        else if (written === 0) reject(new Error('The disk takes no more bytes'));
        else if (start + written < bytes.length) writeFrom(start + written);
        else resolve();
      });
    };
    writeFrom(0);
  });
}
