import { hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { FileHead, FilePosition } from './file-positions.ts';
import type { FoundFile } from './find-files.ts';
import { LineSplitter, type Line } from './line-splitter.ts';

/** Lines that were read, and how far that is. */
export interface Piece {
  readonly lines: readonly Line[];
  readonly position: FilePosition | undefined;
  /** Whether the file held less than was asked for: there is no more at present. */
  readonly isAtEnd: boolean;
  /** It was made shorter, or written anew under the same number, so that it is read from its beginning. */
  readonly isAnew: boolean;
}

const pieceBytes = 256 * 1024;
/** Lines of audit logs differ within so many bytes: there is an id in each. */
const headBytes = 1024;

/** An open file that grows. It stays the same file whatever happens to its name. */
export class FollowedFile {
  readonly #handle: FileHandle;
  #file: FoundFile;
  #splitter: LineSplitter;
  #head: FileHead;
  #size = 0;

  /** From where it was left, if it still is the file that was left there; otherwise from its beginning. */
  static async open(file: FoundFile, left: FilePosition | undefined): Promise<FollowedFile> {
    const handle = await open(file.path, 'r');
    const isKnown = left !== undefined && (await isSame(handle, left));
    return new FollowedFile(handle, file, isKnown ? left : undefined);
  }

  private constructor(handle: FileHandle, file: FoundFile, left: FilePosition | undefined) {
    this.#handle = handle;
    this.#file = file;
    this.#splitter = new LineSplitter(left?.offset ?? 0);
    this.#head = left?.head ?? { bytes: 0, digest: digestOf(Buffer.alloc(0)) };
  }

  get file(): FoundFile {
    return this.#file;
  }

  /** Where it is read next. */
  get offset(): number {
    return this.#splitter.at;
  }

  /** As it was looked at last. */
  get unreadBytes(): number {
    return Math.max(0, this.#size - this.#splitter.at);
  }

  /** It has another name now. */
  rename(file: FoundFile): void {
    this.#file = file;
  }

  async read(maxLineBytes: number): Promise<Piece> {
    const { size } = await this.#handle.stat();
    this.#size = size;
    if (size === this.#splitter.at) return { lines: [], position: undefined, isAtEnd: true, isAnew: false };
    const isAnew = !(await isSame(this.#handle, { offset: this.#splitter.at, head: this.#head }));
    if (isAnew) this.#begin();
    const at = this.#splitter.at;
    const wanted = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const { bytesRead } = await this.#handle.read(wanted, 0, wanted.length, at);
    const lines = this.#splitter.push(wanted.subarray(0, bytesRead), maxLineBytes);
    return { lines, position: await this.#positionAfter(lines), isAtEnd: at + bytesRead >= size, isAnew };
  }

  /** The last line, where the file ends without an end of line. */
  async finish(maxLineBytes: number): Promise<Piece> {
    const lines = this.#splitter.finish(maxLineBytes);
    return { lines, position: await this.#positionAfter(lines), isAtEnd: true, isAnew: false };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #begin(): void {
    this.#splitter = new LineSplitter(0);
    this.#head = { bytes: 0, digest: digestOf(Buffer.alloc(0)) };
  }

  async #positionAfter(lines: readonly Line[]): Promise<FilePosition | undefined> {
    const offset = lines.at(-1)?.end;
    if (offset === undefined) return undefined;
    if (this.#head.bytes < headBytes) this.#head = await headOf(this.#handle, Math.min(offset, headBytes));
    return { ...this.#file, offset, head: this.#head };
  }
}

async function isSame(handle: FileHandle, { offset, head }: Pick<FilePosition, 'offset' | 'head'>): Promise<boolean> {
  const { size } = await handle.stat();
  return size >= offset && (await headOf(handle, head.bytes)).digest === head.digest;
}

async function headOf(handle: FileHandle, bytes: number): Promise<FileHead> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
  return { bytes, digest: digestOf(buffer.subarray(0, bytesRead)) };
}

function digestOf(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64');
}
