import { Lexer } from './lexer.ts';
import { placeOf, TemplateSyntaxError } from './template-error.ts';
import { shownToken, type Token, type TokenType } from './token.ts';

/** How deep control structures and parentheses may nest in a template. */
const maxNesting = 100;

/** The tokens of a template with as much look-ahead as the grammar needs, and the errors it can give. */
export class TokenReader {
  readonly text: string;
  readonly #lexer: Lexer;
  readonly #pending: Token[] = [];
  #last: Token;
  #nesting = 0;
  /** The line of the action being read, or 0 between actions. */
  actionLine = 0;

  constructor(text: string) {
    this.text = text;
    this.#lexer = new Lexer(text);
    this.#last = { type: 'eof', text: '', start: 0, line: 1 };
  }

  next(): Token {
    this.#last = this.#pending.pop() ?? this.#lexer.next();
    return this.#last;
  }

  /** Puts tokens back, in the order in which they were read. */
  putBack(...tokens: readonly Token[]): void {
    this.#pending.push(...tokens.toReversed());
  }

  peek(): Token {
    const token = this.next();
    this.putBack(token);
    return token;
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.type !== 'space') return token;
    }
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.putBack(token);
    return token;
  }

  expect(type: TokenType, context: string): Token {
    const token = this.nextNonSpace();
    return token.type === type ? token : this.unexpected(token, context);
  }

  /** Runs what reads something nested, unless it is nested too deep. */
  nested<Result>(read: () => Result): Result {
    this.#nesting++;
    if (this.#nesting > maxNesting) this.fail(`nested deeper than ${maxNesting} levels`);
    const result = read();
    this.#nesting--;
    return result;
  }

  unexpected(token: Token, context: string): never {
    if (token.type !== 'error') return this.fail(`unexpected ${shownToken(token)} in ${context}`, token);
    if (this.actionLine === 0 || this.actionLine === token.line) return this.fail(token.text, token);
    const inAction = token.text.endsWith(' action') ? '' : ' in action';
    return this.fail(`${token.text}${inAction} started at line ${this.actionLine}`, token);
  }

  fail(reason: string, at: { readonly start: number } = this.#last): never {
    const { line, column } = placeOf(this.text, at.start);
    throw new TemplateSyntaxError(reason, line, column);
  }
}
