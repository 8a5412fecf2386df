import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

export const pageBytes = 4096;
const logHeaderBytes = 32;
const frameHeaderBytes = 24;
const largestLocal = pageBytes - 35;
const smallestLocal = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
const overflowBytes = pageBytes - 4;
/** As much as SQLite accepts of one value; a larger size is damage. */
const maxContentBytes = 1_000_000_000;

/** The pages of a database file and of its write-ahead log, without the help of SQLite. */
export class RawPages {
  readonly #file: number;
  readonly #log: number | undefined;
  readonly #pageCount: number;
  /** Where the newest version of a page stands in the log. */
  readonly #inLog = new Map<number, number>();

  constructor(file: string) {
    this.#file = openSync(file, 'r');
    this.#log = existsSync(`${file}-wal`) ? openSync(`${file}-wal`, 'r') : undefined;
    this.#pageCount = Math.ceil(fstatSync(this.#file).size / pageBytes);
    for (const { page, at } of this.#frames()) this.#inLog.set(page, at);
  }

  /** Every version of every page. */
  *all(): Generator<Buffer> {
    for (let page = 0; page < this.#pageCount; page++) yield read(this.#file, page * pageBytes, pageBytes);
    for (const { at } of this.#frames()) yield this.#readLog(at);
  }

  /** The content of a cell that begins on a page and may go on on others. */
  readContent(page: Buffer, start: number, size: number): Buffer | undefined {
    if (size > maxContentBytes || start > page.length) return undefined;
    if (size <= largestLocal) return page.subarray(start, Math.min(start + size, page.length));
    const wanted = smallestLocal + ((size - smallestLocal) % overflowBytes);
    const local = wanted <= largestLocal ? wanted : smallestLocal;
    if (start + local + 4 > page.length) return undefined;
    const parts = [page.subarray(start, start + local)];
    let next = page.readUInt32BE(start + local);
    for (let missing = size - local; missing > 0; missing -= overflowBytes) {
      if (next === 0) return undefined;
      const overflow = this.#newest(next);
      parts.push(overflow.subarray(4, 4 + missing));
      next = overflow.readUInt32BE(0);
    }
    return Buffer.concat(parts);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
    if (this.#log !== undefined) closeSync(this.#log);
  }

  #newest(page: number): Buffer {
    const at = this.#inLog.get(page);
    return at === undefined ? read(this.#file, (page - 1) * pageBytes, pageBytes) : this.#readLog(at);
  }

  *#frames(): Generator<{ page: number; at: number }> {
    if (this.#log === undefined) return;
    const { size } = fstatSync(this.#log);
    const frameBytes = frameHeaderBytes + pageBytes;
    for (let at = logHeaderBytes; at + frameBytes <= size; at += frameBytes) {
      yield { page: read(this.#log, at, frameHeaderBytes).readUInt32BE(0), at: at + frameHeaderBytes };
    }
  }

  #readLog(at: number): Buffer {
    return this.#log === undefined ? Buffer.alloc(pageBytes) : read(this.#log, at, pageBytes);
  }
}

/** What cannot be read, because the file ends or the disk fails, is zeros. */
function read(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  try {
    readSync(file, bytes, 0, length, at);
    return bytes;
  } catch {
    return bytes;
  }
}
