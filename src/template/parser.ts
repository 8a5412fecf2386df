import { ExpressionParser } from './expression-parser.ts';
import { readString } from './literal.ts';
import type { Branch, Pipeline, Statement, Tree } from './node.ts';
import { quote } from './quote.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './token.ts';

type Statements = readonly Statement[];

/** What ended a block. After `else` an `if` or `with` may still be waiting to be read. */
type BlockEnd = 'end' | 'else';

export function parse(text: string): Tree {
  return new Parser(text).tree();
}

class Parser {
  readonly #tokens: TokenReader;
  readonly #expressions: ExpressionParser;
  readonly #definitions = new Map<string, Statements>();
  #ranges = 0;

  constructor(text: string) {
    this.#tokens = new TokenReader(text);
    this.#expressions = new ExpressionParser(this.#tokens);
  }

  tree(): Tree {
    const body: Statement[] = [];
    for (;;) {
      const token = this.#tokens.peek();
      if (token.type === 'eof') return { body, definitions: this.#definitions };
      if (token.type === 'leftDelimiter' && this.#takeDefine()) {
        this.#definition();
        continue;
      }
      const statement = this.#statement();
      if (typeof statement === 'string') this.#tokens.fail(`unexpected {{${statement}}}`);
      body.push(statement);
    }
  }

  #takeDefine(): boolean {
    const delimiter = this.#tokens.next();
    const keyword = this.#tokens.nextNonSpace();
    if (keyword.type === 'define') return true;
    this.#tokens.putBack(delimiter, keyword);
    return false;
  }

  #definition(): void {
    const context = 'define clause';
    const name = this.#templateName(context);
    this.#tokens.expect('rightDelimiter', context);
    this.#define(name, context);
  }

  #statement(): Statement | BlockEnd {
    const token = this.#tokens.nextNonSpace();
    if (token.type === 'text') return { kind: 'text', text: token.text };
    if (token.type !== 'leftDelimiter') return this.#tokens.unexpected(token, 'input');
    this.#tokens.actionLine = token.line;
    const statement = this.#action();
    this.#tokens.actionLine = 0;
    return statement;
  }

  #action(): Statement | BlockEnd {
    const token = this.#tokens.nextNonSpace();
    const { type } = token;
    if (type === 'if' || type === 'with') return this.#conditional(type);
    if (type === 'range') return this.#range();
    if (type === 'else') return this.#else();
    if (type === 'end') return this.#end();
    if (type === 'break' || type === 'continue') return this.#jump(type);
    if (type === 'template') return this.#template(token);
    if (type === 'block') return this.#block(token);
    this.#tokens.putBack(token);
    return { kind: 'action', pipeline: this.#expressions.pipeline('command', 'rightDelimiter') };
  }

  #end(): BlockEnd {
    this.#tokens.expect('rightDelimiter', 'end');
    return 'end';
  }

  #jump(kind: 'break' | 'continue'): Statement {
    const token = this.#tokens.nextNonSpace();
    if (token.type !== 'rightDelimiter') this.#tokens.unexpected(token, `{{${kind}}}`);
    if (this.#ranges === 0) this.#tokens.fail(`{{${kind}}} outside {{range}}`);
    return { kind };
  }

  /** Leaves the `if` of `else if` and the `with` of `else with` where they are. */
  #else(): BlockEnd {
    const { type } = this.#tokens.peekNonSpace();
    if (type !== 'if' && type !== 'with') this.#tokens.expect('rightDelimiter', 'else');
    return 'else';
  }

  #conditional(kind: 'if' | 'with'): Statement {
    return this.#scoped(() => {
      const branches: Branch[] = [];
      for (;;) {
        const pipeline = this.#expressions.pipeline(kind, 'rightDelimiter');
        const { body, end } = this.#statements();
        branches.push({ pipeline, body });
        if (end === 'end') return { kind, branches, otherwise: [] };
        if (this.#tokens.peek().type !== kind) return { kind, branches, otherwise: this.#otherwise() };
        this.#tokens.next();
      }
    });
  }

  #range(): Statement {
    return this.#scoped(() => {
      const pipeline = this.#expressions.pipeline('range', 'rightDelimiter');
      this.#ranges++;
      const { body, end } = this.#statements();
      this.#ranges--;
      return { kind: 'range', branch: { pipeline, body }, otherwise: end === 'else' ? this.#otherwise() : [] };
    });
  }

  #otherwise(): Statements {
    const { body, end } = this.#statements();
    if (end !== 'end') this.#tokens.fail('expected end; found {{else}}');
    return body;
  }

  /** Statements up to `end` or `else`. */
  #statements(): { body: Statements; end: BlockEnd } {
    const body: Statement[] = [];
    while (this.#tokens.peekNonSpace().type !== 'eof') {
      const statement = this.#statement();
      if (typeof statement === 'string') return { body, end: statement };
      body.push(statement);
    }
    return this.#tokens.fail('unexpected EOF');
  }

  /** Reads something whose variables end with it. */
  #scoped<Result>(read: () => Result): Result {
    const count = this.#expressions.variables.length;
    const result = this.#tokens.nested(read);
    this.#expressions.variables.length = count;
    return result;
  }

  #template(start: Token): Statement {
    const context = 'template clause';
    const name = this.#templateName(context);
    const token = this.#tokens.nextNonSpace();
    const end = token.start;
    if (token.type === 'rightDelimiter')
      return { kind: 'template', name, pipeline: undefined, start: start.start, end };
    this.#tokens.putBack(token);
    return this.#templateCall(name, this.#expressions.pipeline(context, 'rightDelimiter'), start);
  }

  #block(start: Token): Statement {
    const context = 'block clause';
    const name = this.#templateName(context);
    const pipeline = this.#expressions.pipeline(context, 'rightDelimiter');
    this.#define(name, context);
    return this.#templateCall(name, pipeline, start);
  }

  #templateCall(name: string, pipeline: Pipeline, { start }: Token): Statement {
    return { kind: 'template', name, pipeline, start, end: pipeline.end };
  }

  #templateName(context: string): string {
    const token = this.#tokens.nextNonSpace();
    if (token.type !== 'string' && token.type !== 'rawString') return this.#tokens.unexpected(token, context);
    return this.#expressions.readLiteral(token, readString);
  }

  /** Reads the body of a named template, which sees no variables and no range of the text around it. */
  #define(name: string, context: string): void {
    const outer = { variables: this.#expressions.variables, ranges: this.#ranges };
    this.#expressions.variables = ['$'];
    this.#ranges = 0;
    const { body, end } = this.#tokens.nested(() => this.#statements());
    if (end !== 'end') this.#tokens.fail(`unexpected {{else}} in ${context}`);
    this.#expressions.variables = outer.variables;
    this.#ranges = outer.ranges;

    const existing = this.#definitions.get(name);
    if (existing === undefined || isBlank(existing)) this.#definitions.set(name, body);
    else if (!isBlank(body)) this.#tokens.fail(`template: multiple definition of template ${quote(name)}`);
  }
}

function isBlank(body: Statements): boolean {
  return body.every((statement) => statement.kind === 'text' && statement.text.trim() === '');
}
