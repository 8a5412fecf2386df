import type { Mark } from './yaml-node.ts';

/** Finds the marks of positions in a text; positions count UTF-16 units. */
export class YamlMarks {
  readonly #text: string;
  readonly #original: (position: number) => number;
  /** Where each line starts, in UTF-16 units. */
  readonly #starts: number[] = [0];
  /** How many bytes there are before some positions, in order. */
  readonly #bytes: number[] = [0];

  /** @param original where a position that is asked for is in the text */
  constructor(text: string, original: (position: number) => number) {
    this.#text = text;
    this.#original = original;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#starts.push(end + 1);
    for (let start = 0; start < text.length; start += step) {
      const bytes = bytesOf(text.slice(start, start + step));
      this.#bytes.push((this.#bytes.at(-1) ?? 0) + bytes);
    }
  }

  at(shifted: number): Mark {
    const position = this.#original(shifted);
    const line = this.#lineOf(position);
    const offset = this.#bytesBefore(position);
    return { offset, line, column: offset - this.#bytesBefore(this.#starts[line] ?? 0) };
  }

  #bytesBefore(position: number): number {
    const index = Math.floor(position / step);
    return (this.#bytes[index] ?? 0) + bytesOf(this.#text.slice(index * step, position));
  }

  #lineOf(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

const step = 256;

/** Half of a surrogate pair counts as two of the four bytes of its character. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
