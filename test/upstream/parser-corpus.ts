import { fromByteString, toByteString } from '../../src/rules/language/byte-text.ts';
import { ConditionSyntaxError, type Expression } from '../../src/rules/language/expression.ts';
import { parseCondition } from '../../src/rules/language/parse-condition.ts';
import { printCondition } from '../../src/rules/language/print-condition.ts';
import { escapeText, unescapeText } from '../../src/rules/language/quoted-text.ts';
import { callOf, innerCall, isAssertion, type Call, type Outcome } from './assertions.ts';
import { canonicalAst, parsedPositions } from './corpus-ast.ts';
import { assignedTexts, codeOf, textOf, type CppTest } from './cpp-tests.ts';

/** How deep a parser of its own nests where nobody says otherwise; in Falco it is ten times that. */
const maxDepth = 100;

type Verdict = Pick<Outcome, 'verdict' | 'actual'>;

/** Does what a test of the parser, of the canonical text or of quoting does, with ours. */
export function runParserTest(test: CppTest, texts: ReadonlyMap<string, string>): readonly Outcome[] {
  const run = new ParserRun(test, assignedTexts(test.statements, texts));
  return test.statements.flatMap((statement) => {
    const call = callOf(statement);
    run.declare(codeOf(statement));
    if (call === undefined) return run.declared(statement);
    if (!isAssertion(call) && !/^(?:test_|unidirectional|bidirectional)/.test(call.name)) return [];
    return run.verdicts(call).map((verdict) => ({ test: test.name, expectation: call.code, ...verdict }));
  });
}

class ParserRun {
  readonly #test: CppTest;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #values = new Map<string, string>();
  #parsed: Expression | undefined;
  /** The text of the last call of `test_accept` with a position, which is where the parser ends. */
  #accepted = '';

  constructor(test: CppTest, texts: ReadonlyMap<string, string>) {
    this.#test = test;
    this.#texts = texts;
  }

  /** Remembers vectors of expressions, and what they are given. */
  declare(code: string): void {
    const declared = /^std::vector<std::unique_ptr<expr>>(\w+)$/.exec(code);
    if (declared) this.#values.delete(declared[1] ?? '');
    const pushed = /^(\w+)\.push_back\((.*)\)$/.exec(code);
    if (pushed) this.#values.set(pushed[1] ?? '', `${this.#values.get(pushed[1] ?? '') ?? ''}|${pushed[2] ?? ''}`);
    const assigned = /^(?:std::unique_ptr<expr>|auto)?(\w+)=(\w+_expr::create\(.*\))$/.exec(code);
    if (assigned) this.#values.set(assigned[1] ?? '', assigned[2] ?? '');
  }

  /** A statement such as `parser p("…")`. */
  declared(statement: CppTest['statements'][number]): readonly Outcome[] {
    const [type, , ...rest] = statement;
    const text = type?.value === 'parser' ? textOf(rest.slice(1, -1), this.#texts) : undefined;
    this.#parsed = text === undefined ? this.#parsed : parseCondition(text, { maxDepth });
    return [];
  }

  verdicts(call: Call): readonly Verdict[] {
    const [first = '', second = ''] = call.arguments.map((argument) => this.#text(argument));
    switch (call.name) {
      case 'test_accept':
        this.#accepted = first;
        return (call.arguments.length > 1 ? [first] : spaced(first)).map((text) => this.#parse(text));
      case 'test_reject':
        return [met(this.#failure(first) !== undefined, 'it is accepted')];
      case 'test_reject_msg':
        return [met(this.#failure(first) === second, String(this.#failure(first)))];
      case 'test_equal_ast':
        return [this.#equalAst(first, codeOf(call.arguments[1] ?? []))];
      case 'unidirectional':
        return [this.#isQuoting ? met(quote(first) === second, quote(first)) : this.#printed(first, second)];
      case 'bidirectional':
        return [this.#isQuoting ? met(unquote(quote(first)) === first, quote(first)) : this.#roundTrip(first)];
      default:
        return [this.#assertion(call)];
    }
  }

  get #isQuoting(): boolean {
    return this.#test.suite === 'filter_escaping_test';
  }

  #text(tokens: Call['arguments'][number]): string {
    const repeated = /^std::string\((\d+),'(.)'\)$/.exec(codeOf(tokens));
    return repeated ? (repeated[2] ?? '').repeat(Number(repeated[1])) : (textOf(tokens, this.#texts) ?? '');
  }

  #failure(text: string): string | undefined {
    try {
      parseCondition(text, { maxDepth });
      return undefined;
    } catch (error) {
      if (error instanceof ConditionSyntaxError) return error.message;
      throw error;
    }
  }

  #parse(text: string): Verdict {
    const failure = this.#failure(text);
    return met(failure === undefined, `${JSON.stringify(text)} is refused: ${failure ?? ''}`);
  }

  #printed(text: string, expected: string): Verdict {
    const actual = printCondition(parseCondition(text));
    return met(actual === expected, actual);
  }

  #roundTrip(text: string): Verdict {
    const first = printCondition(parseCondition(text));
    return met(printCondition(parseCondition(first)) === first, first);
  }

  #equalAst(text: string, code: string): Verdict {
    const expected = canonicalAst(code.replace(/\.get\(\)$/, ''), this.#values);
    return expected === undefined ? { verdict: 'unread' } : this.#printed(text, expected);
  }

  #assertion(call: Call): Verdict {
    const code = codeOf(call.arguments[0] ?? []);
    const expected = textOf(call.arguments[1] ?? [], this.#texts);
    const parsed = this.#parsed;
    const place = /^pos\.(idx|line|col)$/.exec(code)?.[1];
    if (place !== undefined) return this.#endsAt(place, codeOf(call.arguments[1] ?? []));
    const inner = innerCall(call, 1);
    if (inner?.name === 'unescape_str' && expected === undefined) return this.#unquotes(call, inner);
    if (call.name === 'EXPECT_THROW') return this.#refusesToUnquote(call);
    if (parsed === undefined) return { verdict: 'unread' };
    const part = /^pv\.as_string\(\)\.find\("(.*)"\)!=std::string::npos$/.exec(code)?.[1];
    const positions = parsedPositions(parsed);
    if (part !== undefined) return met(positions.includes(part), positions);
    if (code === 'pv.as_string().c_str()') return met(positions === expected, positions);
    if (!/^(?:libsinsp::filter::ast::)?as_string\(\w+\.get\(\)\)$/.test(code) || expected === undefined) {
      return { verdict: 'unread' };
    }
    return met(printCondition(parsed) === expected, printCondition(parsed));
  }

  #endsAt(place: string, expected: string): Verdict {
    const lines = this.#accepted.split('\n');
    const column = (lines.at(-1)?.length ?? 0) + 1;
    const ends = { idx: this.#accepted.length, line: lines.length, col: column };
    const wanted = expected === 'pos.idx+1' ? this.#accepted.length + 1 : Number(expected);
    return met(
      Object.entries(ends).some(([name, value]) => name === place && value === wanted),
      'it ends elsewhere',
    );
  }

  #unquotes(call: Call, inner: Call): Verdict {
    const [, body] = /^quoted\((.*)\)$/.exec(codeOf(inner.arguments[0] ?? [])) ?? [];
    const expected = cppString(codeOf(call.arguments[0] ?? []));
    if (body === undefined || expected === undefined) return { verdict: 'unread' };
    const actual = unescapeText(JSON.parse(body), '"');
    return met(actual === expected, JSON.stringify(actual));
  }

  #refusesToUnquote(call: Call): Verdict {
    const [, body] = /^unescape_str\(quoted\((.*)\)\)$/.exec(codeOf(call.arguments[0] ?? [])) ?? [];
    if (body === undefined) return { verdict: 'unread' };
    try {
      return met(false, unescapeText(JSON.parse(body), '"'));
    } catch (error) {
      if (error instanceof SyntaxError) return { verdict: 'pass' };
      throw error;
    }
  }
}

/** The texts of `std::string("A")`, `std::string(1, static_cast<char>(0xff))` and `std::string("a\0b", 3)`. */
function cppString(code: string): string | undefined {
  const character = /^std::string\(1,static_cast<char>\(0x([0-9a-f]+)\)\)$/.exec(code)?.[1];
  if (character !== undefined) return String.fromCharCode(Number.parseInt(character, 16));
  if (code === "std::string(1,'\\0')") return '\0';
  const literal = /^std::string\((".*")(?:,\d+)?\)$/.exec(code)?.[1];
  return literal === undefined ? undefined : JSON.parse(literal);
}

function quote(text: string): string {
  return fromByteString(escapeText(toByteString(text)));
}

function unquote(text: string): string {
  const content = text.startsWith('"') ? text.slice(1, -1) : text;
  return fromByteString(unescapeText(toByteString(content), '"'));
}

function spaced(text: string): readonly string[] {
  const around = ` ${text} `;
  return [text, around, around.replaceAll(' ', '\n'), around.replaceAll(' ', '\t')];
}

function met(isMet: boolean, actual: string): Verdict {
  return isMet ? { verdict: 'pass' } : { verdict: 'miss', actual };
}
