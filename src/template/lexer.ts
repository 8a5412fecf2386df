import { codePointName, quote } from './quote.ts';
import { wordType, type Token, type TokenType } from './token.ts';

const space = /[ \t\r\n]+/y;
const alphanumeric = /[\p{L}\p{Nd}_]+/uy;
const alphanumericAt = /[\p{L}\p{Nd}_]/uy;
const number =
  /[+-]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)i?/y;
const quotedString = /"(?:[^"\\\n]|\\[^\n])*"/y;
const characterConstant = /'(?:[^'\\\n]|\\[^\n])*'/y;

const single = new Map<string, TokenType>([
  ['=', 'assign'],
  ['|', 'pipe'],
]);

/** Cuts a template into tokens, one at a time, because the parser stops at the first error. */
export class Lexer {
  readonly text: string;
  position = 0;
  #line = 1;
  #lineKnownUpTo = 0;
  #isInsideAction = false;
  #parentheses = 0;
  #error: Token | undefined;

  constructor(text: string) {
    this.text = text;
  }

  next(): Token {
    if (this.#error !== undefined) return this.#error;
    return this.#isInsideAction ? this.#insideAction() : this.#outsideAction();
  }

  #outsideAction(): Token {
    const start = this.position;
    const action = this.text.indexOf('{{', start);
    if (action < 0) {
      this.position = this.text.length;
      return this.#token(start < this.text.length ? 'text' : 'eof', start);
    }
    this.position = action;
    const end = this.#hasLeftTrim() ? trimmedEnd(this.text, start, action) : action;
    if (end > start) return { type: 'text', text: this.text.slice(start, end), start, line: this.#lineAt(start) };
    return this.#leftDelimiter();
  }

  #leftDelimiter(): Token {
    const start = this.position;
    this.position += this.#hasLeftTrim() ? 4 : 2;
    if (this.text.startsWith('/*', this.position)) return this.#comment();
    this.#isInsideAction = true;
    this.#parentheses = 0;
    return { type: 'leftDelimiter', text: '{{', start, line: this.#lineAt(start) };
  }

  #comment(): Token {
    const start = this.position;
    const end = this.text.indexOf('*/', start + 2);
    if (end < 0) return this.#fail('unclosed comment', start);
    this.position = end + 2;
    const width = this.#rightDelimiterWidth();
    if (width === 0) return this.#fail('comment ends before closing delimiter', start);
    this.#skipRightDelimiter(width);
    return this.#outsideAction();
  }

  #insideAction(): Token {
    const width = this.#rightDelimiterWidth();
    if (width > 0) return this.#rightDelimiter(width);
    const start = this.position;
    const character = this.text[start] ?? '';
    switch (character) {
      case '':
        return this.#fail('unclosed action', start);
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        return this.#space();
      case ':':
        if (this.text[start + 1] !== '=') return this.#fail('expected :=', start);
        this.position += 2;
        return this.#token('declare', start);
      case '"':
        return this.#quoted(quotedString, 'string', 'unterminated quoted string');
      case "'":
        return this.#quoted(characterConstant, 'characterConstant', 'unterminated character constant');
      case '`':
        return this.#rawString();
      case '$':
        return this.#fieldOrVariable('variable');
      case '(':
      case ')':
        return this.#parenthesis(character);
      case '.':
        return /\d/.test(this.text[start + 1] ?? '0') ? this.#number() : this.#fieldOrVariable('field');
      default:
        return this.#wordOrCharacter(character);
    }
  }

  #wordOrCharacter(character: string): Token {
    const start = this.position;
    if (/[\d+-]/.test(character)) return this.#number();
    if (matches(alphanumericAt, this.text, start)) return this.#word();
    const codePoint = this.text.codePointAt(start) ?? 0;
    if (codePoint < 0x20 || codePoint > 0x7e) {
      return this.#fail(`unrecognized character in action: ${codePointName(codePoint)}`, start);
    }
    this.position++;
    return this.#token(single.get(character) ?? 'character', start);
  }

  #rightDelimiter(width: number): Token {
    const start = this.position;
    if (this.#parentheses > 0) return this.#fail('unclosed left paren', start);
    this.#skipRightDelimiter(width);
    this.#isInsideAction = false;
    return { type: 'rightDelimiter', text: '}}', start, line: this.#lineAt(start) };
  }

  /** Leaves the last space to a `-}}` that follows it. */
  #space(): Token {
    const start = this.position;
    this.position += matches(space, this.text, start);
    if (this.text.startsWith('-}}', this.position)) {
      this.position--;
      if (this.position === start) return this.#rightDelimiter(4);
    }
    return this.#token('space', start);
  }

  #parenthesis(character: string): Token {
    const start = this.position++;
    this.#parentheses += character === '(' ? 1 : -1;
    if (this.#parentheses < 0) return this.#fail('unexpected right paren', start);
    return this.#token(character === '(' ? 'leftParenthesis' : 'rightParenthesis', start);
  }

  #word(): Token {
    const start = this.position;
    this.position += matches(alphanumeric, this.text, start);
    return this.#isTerminated()
      ? this.#token(wordType(this.text.slice(start, this.position)), start)
      : this.#badCharacter();
  }

  #fieldOrVariable(type: 'field' | 'variable'): Token {
    const start = this.position++;
    if (this.#isTerminated()) return this.#token(type === 'field' ? 'dot' : 'variable', start);
    this.position += matches(alphanumeric, this.text, this.position);
    return this.#isTerminated() ? this.#token(type, start) : this.#badCharacter();
  }

  #number(): Token {
    const start = this.position;
    if (!this.#scanNumber()) return this.#badNumber(start);
    if (!/[+-]/.test(this.text[this.position] ?? '')) return this.#token('number', start);
    if (!this.#scanNumber() || this.text[this.position - 1] !== 'i') return this.#badNumber(start);
    return this.#token('complex', start);
  }

  /** Says whether what it took is not followed by a letter or a digit, which it takes too, for the message. */
  #scanNumber(): boolean {
    this.position += matches(number, this.text, this.position);
    const excess = matches(alphanumericAt, this.text, this.position);
    this.position += excess;
    return excess === 0;
  }

  #badNumber(start: number): Token {
    return this.#fail(`bad number syntax: ${quote(this.text.slice(start, this.position))}`, start);
  }

  #badCharacter(): Token {
    return this.#fail(`bad character ${codePointName(this.text.codePointAt(this.position) ?? 0)}`, this.position);
  }

  #quoted(pattern: RegExp, type: TokenType, unterminated: string): Token {
    const start = this.position;
    const length = matches(pattern, this.text, start);
    if (length === 0) return this.#fail(unterminated, start);
    this.position += length;
    return this.#token(type, start);
  }

  #rawString(): Token {
    const start = this.position;
    const end = this.text.indexOf('`', start + 1);
    if (end < 0) return this.#fail('unterminated raw quoted string', start);
    this.position = end + 1;
    return this.#token('rawString', start);
  }

  /** Whether a name may end here. */
  #isTerminated(): boolean {
    const character = this.text[this.position];
    return character === undefined || ' \t\r\n.,|:)('.includes(character) || this.text.startsWith('}}', this.position);
  }

  #hasLeftTrim(): boolean {
    return this.text[this.position + 2] === '-' && isSpace(this.text[this.position + 3]);
  }

  /** 2 for `}}`, 4 for ` -}}`, 0 for anything else. */
  #rightDelimiterWidth(): 0 | 2 | 4 {
    if (this.text.startsWith('}}', this.position)) return 2;
    return isSpace(this.text[this.position]) && this.text.startsWith('-}}', this.position + 1) ? 4 : 0;
  }

  #skipRightDelimiter(width: number): void {
    this.position += width;
    if (width === 4) this.position += matches(space, this.text, this.position);
  }

  #token(type: TokenType, start: number): Token {
    return { type, text: this.text.slice(start, this.position), start, line: this.#lineAt(start) };
  }

  #fail(message: string, start: number): Token {
    this.#error = { type: 'error', text: message, start, line: this.#lineAt(start) };
    return this.#error;
  }

  #lineAt(offset: number): number {
    for (; this.#lineKnownUpTo < offset; this.#lineKnownUpTo++) {
      if (this.text[this.#lineKnownUpTo] === '\n') this.#line++;
    }
    return this.#line;
  }
}

/** How many UTF-16 units a sticky pattern matches at a position. */
function matches(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex - position : 0;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1])) at--;
  return at;
}
