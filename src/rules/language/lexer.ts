import { toByteString, fromByteString } from './byte-text.ts';
import type { Position } from './expression.ts';
import { ConditionSyntaxError } from './expression.ts';
import { unescapeText } from './quoted-text.ts';

/** What a token looks like. Every pattern is tried at one place and cannot backtrack by more than its own length. */
export const patterns = {
  identifier: /[a-zA-Z][a-zA-Z0-9_]*/y,
  fieldName: /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)+/y,
  bareArgument: /[^\][\t\n\v\f\r "']+/y,
  hexNumber: /0[xX][0-9a-fA-F]+/y,
  number: /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y,
  bareText: /[^\t\n\v\f\r ()"'=,]+/y,
  not: /not[\t\n\v\f\r ]+/y,
} as const;

const blanks = /[ \t\b\r\n]+/y;

/** Where the lexer stands, and what it read last, which error messages name. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly lastToken: string;
}

/** Reads tokens on demand, as the grammar is not regular: `in` may be an operator, a macro or a constant. */
export class Lexer {
  readonly bytes: string;
  /** The token read last, as text. */
  lastToken = '';
  #offset = 0;
  #line = 1;
  #column = 1;

  constructor(condition: string) {
    this.bytes = toByteString(condition);
  }

  get position(): Position {
    return { offset: this.#offset, line: this.#line, column: this.#column };
  }

  get isAtEnd(): boolean {
    return this.#offset === this.bytes.length;
  }

  mark(): Mark {
    return { offset: this.#offset, line: this.#line, column: this.#column, lastToken: this.lastToken };
  }

  reset(mark: Mark): void {
    this.#offset = mark.offset;
    this.#line = mark.line;
    this.#column = mark.column;
    this.lastToken = mark.lastToken;
  }

  fail(message: string): never {
    throw new ConditionSyntaxError(message, this.position);
  }

  startsWith(text: string): boolean {
    return this.bytes.startsWith(text, this.#offset);
  }

  /** The character `distance` bytes ahead; empty behind the end. */
  peek(distance = 0): string {
    return this.bytes.charAt(this.#offset + distance);
  }

  /** Skips blanks; unlike all else it leaves the last token alone. */
  blank(): boolean {
    blanks.lastIndex = this.#offset;
    const found = blanks.exec(this.bytes)?.[0];
    if (found === undefined) return false;
    this.#advance(found);
    return true;
  }

  text(expected: string): boolean {
    if (!this.startsWith(expected)) return false;
    this.#take(expected);
    return true;
  }

  pattern(name: keyof typeof patterns): boolean {
    const pattern = patterns[name];
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.bytes)?.[0];
    if (found === undefined) return false;
    this.#take(found);
    return true;
  }

  /** One of some names that a parenthesis follows at once; the last token is the name. */
  call(names: readonly string[]): boolean {
    const name = names.find((known) => this.startsWith(`${known}(`));
    if (name === undefined) return false;
    this.#take(`${name}(`);
    this.lastToken = name;
    return true;
  }

  /** One of some operators; a word needs a blank behind it if `isSpaced`. */
  operator<Name extends string>(names: readonly Name[], isSpaced: boolean): Name | undefined {
    for (const name of names) {
      const before = this.mark();
      if (!this.text(name)) continue;
      if (!isSpaced || !/^[a-z]/.test(name) || this.blank()) return name;
      this.reset(before);
    }
    return undefined;
  }

  /** A constant in quotes. A quote behind a backslash never closes, not even behind two: so reads Falco. */
  quoted(): boolean {
    const delimiter = this.peek();
    if (delimiter !== '"' && delimiter !== "'") return false;
    const end = this.#closingQuote(delimiter);
    if (end < 0) return false;
    const content = this.bytes.slice(this.#offset + 1, end);
    this.#advance(this.bytes.slice(this.#offset, end + 1));
    try {
      this.lastToken = fromByteString(unescapeText(content, delimiter));
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
    return true;
  }

  #closingQuote(delimiter: string): number {
    let end = this.bytes.indexOf(delimiter, this.#offset + 1);
    while (end > 0 && this.bytes.charAt(end - 1) === '\\') end = this.bytes.indexOf(delimiter, end + 1);
    const nul = this.bytes.indexOf('\0', this.#offset);
    return nul >= 0 && nul < end ? -1 : end;
  }

  #take(token: string): void {
    this.lastToken = fromByteString(token);
    this.#advance(token);
  }

  #advance(token: string): void {
    this.#offset += token.length;
    for (let at = 0; at < token.length; at++) {
      const code = token.charCodeAt(at);
      this.#column++;
      if (code === 0x0a || code === 0x0d) {
        this.#column = 1;
        this.#line++;
      }
    }
  }
}
