import { fromByteString, toByteString } from '../language/byte-text.ts';

/** The texts of files as bytes, made once however many findings point into them. */
export class FileTexts {
  readonly #contents: ReadonlyMap<string, string>;
  readonly #bytes = new Map<string, string>();
  readonly #lineStarts = new Map<string, readonly number[]>();

  constructor(contents: ReadonlyMap<string, string>) {
    this.#contents = contents;
  }

  /** The file as a byte string, and nothing if there is none of that name. */
  bytes(name: string): string | undefined {
    const known = this.#bytes.get(name);
    const text = known === undefined ? this.#contents.get(name) : undefined;
    if (text === undefined) return known;
    const bytes = toByteString(text);
    this.#bytes.set(name, bytes);
    return bytes;
  }

  /** Line and column of an offset in bytes, both from 1, the column in characters. */
  placeOf(name: string, offset: number): { readonly line: number; readonly column: number } {
    const starts = this.#starts(name);
    let line = 1;
    for (let low = 0, high = starts.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = line = middle + 1;
      else high = middle;
    }
    const before = this.bytes(name)?.slice(starts[line - 1] ?? 0, offset) ?? '';
    return { line, column: fromByteString(before).length + 1 };
  }

  #starts(name: string): readonly number[] {
    const known = this.#lineStarts.get(name);
    if (known) return known;
    const bytes = this.bytes(name) ?? '';
    const starts = [0];
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', end + 1)) starts.push(end + 1);
    this.#lineStarts.set(name, starts);
    return starts;
  }
}
