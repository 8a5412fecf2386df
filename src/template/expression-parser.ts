import { functionNames } from './functions.ts';
import { LiteralError, readCharacter, readNumber, readString } from './literal.ts';
import type { Command, Operand, Pipeline } from './node.ts';
import { quote } from './quote.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token, TokenType } from './token.ts';

type LiteralReader = (literal: string) => string | boolean | ReturnType<typeof readNumber>;
type End = 'rightDelimiter' | 'rightParenthesis';

/** Reads pipelines: `$x := command | command`, each command an operand with arguments. */
export class ExpressionParser {
  readonly #tokens: TokenReader;
  /** Variables in scope, outermost first. The statement parser cuts the list at the end of a block. */
  variables: string[] = ['$'];

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
  }

  pipeline(context: string, end: End): Pipeline {
    const { start } = this.#tokens.peekNonSpace();
    const declared: string[] = [];
    const isAssignment = this.#declarations(context, declared);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#tokens.nextNonSpace();
      if (token.type === end) {
        this.#check(commands, context);
        return { kind: 'pipeline', start, end: token.start, variables: declared, isAssignment, commands };
      }
      if (!operandTypes.has(token.type)) this.#tokens.unexpected(token, context);
      this.#tokens.putBack(token);
      commands.push(this.#command());
    }
  }

  /** Reads `$x :=`, `$x =` or, in a range, `$i, $x :=`, and says whether it assigns. */
  #declarations(context: string, declared: string[]): boolean {
    for (;;) {
      const variable = this.#tokens.nextNonSpace();
      if (variable.type !== 'variable') {
        this.#tokens.putBack(variable);
        return false;
      }
      const after = this.#tokens.next();
      const next = after.type === 'space' ? this.#tokens.nextNonSpace() : after;
      const isComma = next.type === 'character' && next.text === ',';
      if (next.type !== 'assign' && next.type !== 'declare' && !isComma) {
        this.#tokens.putBack(...(after === next ? [variable, next] : [variable, after, next]));
        return false;
      }
      declared.push(variable.text);
      this.variables.push(variable.text);
      if (!isComma) return next.type === 'assign';
      this.#checkSecondVariable(context, declared.length);
    }
  }

  #checkSecondVariable(context: string, count: number): void {
    if (context !== 'range' || count > 1) this.#tokens.fail(`too many declarations in ${context}`);
    const { type } = this.#tokens.peekNonSpace();
    if (type !== 'variable' && type !== 'rightDelimiter' && type !== 'rightParenthesis') {
      this.#tokens.fail('range can only initialize variables');
    }
  }

  #check(commands: readonly Command[], context: string): void {
    if (commands.length === 0) this.#tokens.fail(`missing value for ${context}`);
    const stage = commands.findIndex(({ first }, index) => index > 0 && isConstant(first));
    if (stage > 0) this.#tokens.fail(`non executable command in pipeline stage ${stage + 1}`, commands[stage]?.first);
  }

  /** Operands up to a `|`, which it takes, or to the end of the pipeline, which it leaves. */
  #command(): Command {
    const operands: Operand[] = [];
    for (;;) {
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#tokens.next();
      if (token.type === 'space') continue;
      if (token.type === 'rightDelimiter' || token.type === 'rightParenthesis') this.#tokens.putBack(token);
      else if (token.type !== 'pipe') this.#tokens.unexpected(token, 'operand');
      const [first] = operands;
      return first === undefined ? this.#tokens.fail('empty command') : { first, operands: operands.slice(1) };
    }
  }

  /** A term and the fields that follow it. */
  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#tokens.peek().type !== 'field') return term;
    const names: string[] = [];
    let end = term.end;
    while (this.#tokens.peek().type === 'field') {
      const { text, start } = this.#tokens.next();
      names.push(text.slice(1));
      end = start + text.length;
    }
    if (term.kind === 'field' || term.kind === 'variable') return { ...term, end, names: [...term.names, ...names] };
    if (isConstant(term)) {
      this.#tokens.fail(`unexpected . after term ${quote(this.#tokens.text.slice(term.start, term.end))}`, term);
    }
    return { kind: 'chain', base: term, names, start: term.start, end };
  }

  #term(): Operand | undefined {
    const token = this.#tokens.nextNonSpace();
    const { type, text, start } = token;
    const place = { start, end: start + text.length };
    if (type === 'leftParenthesis') {
      return this.#tokens.nested(() => this.pipeline('parenthesized pipeline', 'rightParenthesis'));
    }
    if (type === 'identifier') {
      if (!functionNames.has(text)) this.#tokens.fail(`function ${quote(text)} not defined`, token);
      return { kind: 'function', name: text, ...place };
    }
    if (type === 'variable') {
      if (!this.variables.includes(text)) this.#tokens.fail(`undefined variable ${quote(text)}`, token);
      return { kind: 'variable', name: text, names: [], ...place };
    }
    if (type === 'field') return { kind: 'field', names: [text.slice(1)], ...place };
    if (type === 'dot' || type === 'nil') return { kind: type, ...place };
    const read = literalReaders.get(type);
    if (read !== undefined) return this.#literal(token, read);
    this.#tokens.putBack(token);
    return undefined;
  }

  #literal(token: Token, read: LiteralReader): Operand {
    const place = { start: token.start, end: token.start + token.text.length };
    const value = this.readLiteral(token, read);
    const isOverflow = typeof value === 'object' && 'overflow' in value;
    return isOverflow ? { kind: 'overflow', value, ...place } : { kind: 'literal', value, ...place };
  }

  readLiteral<Value>(token: Token, read: (literal: string) => Value): Value {
    try {
      return read(token.text);
    } catch (error) {
      if (error instanceof LiteralError) return this.#tokens.fail(error.message, token);
      throw error;
    }
  }
}

const literalReaders: ReadonlyMap<TokenType, LiteralReader> = new Map<TokenType, LiteralReader>([
  ['bool', (literal) => literal === 'true'],
  ['string', readString],
  ['rawString', readString],
  ['characterConstant', readCharacter],
  ['number', readNumber],
  ['complex', readNumber],
]);

const operandTypes: ReadonlySet<TokenType> = new Set<TokenType>([
  ...literalReaders.keys(),
  'dot',
  'field',
  'identifier',
  'nil',
  'variable',
  'leftParenthesis',
]);

/** Operands that cannot take what a pipeline passes on. */
function isConstant(operand: Operand): boolean {
  return ['dot', 'nil', 'literal', 'overflow'].includes(operand.kind);
}
