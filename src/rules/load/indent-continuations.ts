/** A text to which blanks were added. */
export interface IndentedText {
  readonly text: string;
  /** Where a position in the text was before. */
  readonly original: (position: number) => number;
}

/**
 * Indents the lines on which a list in brackets or a quoted text goes on, where they stand too far left. Falco's YAML
 * reader takes them as they are, and many rules files have them; YAML itself, and the reader here, do not.
 */
export function indentContinuations(text: string): IndentedText {
  const scanner = new ContinuationScanner(text);
  scanner.run();
  const { insertions } = scanner;
  if (insertions.length === 0) return { text, original: (position) => position };
  let indented = '';
  let from = 0;
  const added: Added[] = [];
  for (const { at, blanks } of insertions) {
    indented += text.slice(from, at);
    const before = added.at(-1)?.until ?? 0;
    added.push({ start: indented.length, at, until: before + blanks });
    indented += ' '.repeat(blanks);
    from = at;
  }
  return { text: indented + text.slice(from), original: (position) => originalPosition(position, added) };
}

interface Insertion {
  readonly at: number;
  readonly blanks: number;
}

/** Blanks that were added. */
interface Added {
  /** Where they begin, in the new text. */
  readonly start: number;
  /** Where they begin, in the old one. */
  readonly at: number;
  /** How many blanks were added until their end. */
  readonly until: number;
}

function originalPosition(position: number, added: readonly Added[]): number {
  let low = 0;
  let high = added.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((added[middle]?.start ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  const last = added[low - 1];
  return last === undefined ? position : Math.max(last.at, position - last.until);
}

/** Knows as much of YAML as it takes to see where values begin. */
class ContinuationScanner {
  readonly insertions: Insertion[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    while (this.#at < this.#text.length) this.#line();
  }

  /** Reads a line of a block, and what belongs to a value that begins there. */
  #line(): void {
    const start = this.#at;
    const head = this.#match(/[ ]*(?:[-?:][ \t]+)*/y) ?? '';
    const column = head.length;
    const key = this.#match(/(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s#[\]{},&*!|>'"%@`][^\n]*?):(?=[ \t\r\n]|$)[ \t]*/y);
    if (key === undefined && head.trim() === '' && this.#isDocumentMark(start)) return this.#toNextLine();
    // A value without a key belongs to the dash before it.
    const parent = key === undefined ? head.lastIndexOf('-') : column;
    while (this.#match(/[&!][^\s]*[ \t]+/y) !== undefined);
    const first = this.#text.charAt(this.#at);
    if (first === '[' || first === '{') this.#flow(parent);
    else if (first === '"' || first === "'") this.#quoted(first, parent);
    else if (first !== '' && !'#\r\n'.includes(first)) return this.#plain(parent);
    this.#toNextLine();
  }

  #isDocumentMark(start: number): boolean {
    return /^(?:---|\.\.\.)(?:\s|$)/.test(this.#text.slice(start, start + 4));
  }

  /** Plain text and blocks go on as long as lines are indented. */
  #plain(parent: number): void {
    this.#toNextLine();
    const indented = new RegExp(`[ ]{${parent + 1}}|[ \\t]*\\r?(?=\\n)`, 'y');
    while (this.#at < this.#text.length) {
      indented.lastIndex = this.#at;
      if (!indented.test(this.#text)) return;
      this.#toNextLine();
    }
  }

  #flow(parent: number): void {
    let depth = 0;
    do {
      const character = this.#text.charAt(this.#at);
      const isStart = /[\s[{,:]/.test(this.#text.charAt(this.#at - 1));
      if (isStart && (character === '"' || character === "'")) this.#quoted(character, parent);
      else if (isStart && character === '#') this.#match(/[^\n]*/y);
      else this.#at++;
      if (character === '\n') this.#indent(parent);
      if ('[{'.includes(character)) depth++;
      if (']}'.includes(character)) depth--;
    } while (depth > 0 && this.#at < this.#text.length);
  }

  #quoted(delimiter: string, parent: number): void {
    this.#at++;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at++);
      if (character === '\\' && delimiter === '"') this.#at++;
      else if (character === '\n') this.#indent(parent);
      else if (character === delimiter) {
        if (delimiter === '"' || this.#text.charAt(this.#at) !== "'") return;
        this.#at++;
      }
    }
  }

  /** At the start of a line that continues a value. */
  #indent(parent: number): void {
    const blanks = this.#match(/[ ]*/y) ?? '';
    const isEmpty = /[\r\n]/.test(this.#text.charAt(this.#at));
    if (blanks.length > parent || isEmpty) return;
    this.insertions.push({ at: this.#at, blanks: parent + 1 - blanks.length });
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found === '' ? undefined : found;
  }

  #toNextLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
  }
}
