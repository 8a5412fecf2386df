/** A line of a file. */
export interface Line {
  /** `undefined` for one that is too long, which is not kept in memory. */
  readonly bytes: Buffer | undefined;
  /** Where the next one begins. */
  readonly end: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Cuts a file into lines as it grows. A line that has no end yet waits for it. */
export class LineSplitter {
  #at: number;
  #begun: Buffer[] = [];
  #begunBytes = 0;

  /** @param at where in the file the first line begins */
  constructor(at: number) {
    this.#at = at;
  }

  /** Where the next bytes are expected. */
  get at(): number {
    return this.#at;
  }

  push(chunk: Buffer, maxLineBytes: number): readonly Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      this.#take(chunk.subarray(start, end), maxLineBytes);
      this.#at += 1;
      lines.push(this.#end(maxLineBytes));
      start = end + 1;
    }
    this.#take(chunk.subarray(start), maxLineBytes);
    return lines;
  }

  /** The last line of a file that does not grow any more, if it has no end. */
  finish(maxLineBytes: number): readonly Line[] {
    return this.#begunBytes > 0 ? [this.#end(maxLineBytes)] : [];
  }

  #take(part: Buffer, maxLineBytes: number): void {
    this.#at += part.length;
    this.#begunBytes += part.length;
    if (this.#begunBytes > maxLineBytes) this.#begun = [];
    else if (part.length > 0) this.#begun.push(part);
  }

  #end(maxLineBytes: number): Line {
    const isWhole = this.#begunBytes <= maxLineBytes;
    const line = isWhole ? withoutReturn(Buffer.concat(this.#begun)) : undefined;
    this.#begun = [];
    this.#begunBytes = 0;
    return { bytes: line, end: this.#at };
  }
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}
