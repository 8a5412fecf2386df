import { parsePriority, priorities } from '#alert/priority.ts';
import { nearest } from '#kit/nearest.ts';
import { canonicalField } from './fields.ts';
import { everything, QueryError, type Comparison, type Query, type Span } from './query.ts';
import { tokensOf, type Token } from './tokens.ts';

/** So that a hostile query cannot exhaust the stack. */
const maxDepth = 64;

/** @throws QueryError with the place of what is wrong */
export function parseQuery(text: string): Query {
  const parser = new Parser(tokensOf(text), text.length);
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: Span;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#end = { start: length, end: length };
  }

  whole(): Query {
    if (this.#tokens.length === 0) return everything;
    const query = this.#or();
    const rest = this.#peek();
    if (rest) throw new QueryError('This parenthesis closes nothing. Quote it to look for it.', rest.at);
    return query;
  }

  #or(): Query {
    const queries = [this.#and()];
    while (this.#isKeyword('or')) {
      this.#next++;
      queries.push(this.#and());
    }
    return combine('or', queries);
  }

  #and(): Query {
    const queries = [this.#not()];
    for (let token = this.#peek(); token && token.kind !== 'close' && !this.#isKeyword('or'); token = this.#peek()) {
      if (this.#isKeyword('and')) this.#next++;
      queries.push(this.#not());
    }
    return combine('and', queries);
  }

  #not(): Query {
    const token = this.#peek();
    if (token?.kind !== 'minus' && !this.#isKeyword('not')) return this.#primary();
    this.#next++;
    const query = this.#deeper(token ?? { at: this.#end }, () => this.#not());
    return { kind: 'not', query, at: { start: token?.at.start ?? 0, end: this.#lastEnd } };
  }

  #primary(): Query {
    const token = this.#take('a term');
    if (token.kind === 'open') return this.#group(token, () => this.#or());
    if (token.kind === 'field') return this.#comparison(token);
    if (token.kind === 'word' || token.kind === 'quoted') {
      if (token.kind === 'word' && /^(?:and|or)$/i.test(token.text)) throw misplaced(token);
      return { kind: 'text', text: token.text, isQuoted: token.kind === 'quoted', at: token.at };
    }
    throw misplaced(token);
  }

  #comparison(field: Token & { kind: 'field' }): Query {
    const next = this.#peek();
    const isNext = next?.at.start === field.at.end;
    if (!next || !isNext) throw new QueryError(`A value must follow "${field.name}${field.operator}".`, field.at);
    this.#next++;
    const query = next.kind === 'open' ? this.#group(next, () => this.#values(field)) : this.#value(field, next);
    return field.isNegated ? { kind: 'not', query, at: { start: field.at.start, end: this.#lastEnd } } : query;
  }

  #values(field: Token & { kind: 'field' }): Query {
    const queries: Query[] = [];
    for (let isMore = true; isMore;) {
      queries.push(this.#value(field, this.#take('a value')));
      const isOr = this.#isKeyword('or');
      if (isOr) this.#next++;
      const next = this.#peek();
      isMore = isOr || (next !== undefined && next.kind !== 'close');
    }
    return combine('or', queries);
  }

  #value({ name, operator, at }: Token & { kind: 'field' }, token: Token): Comparison {
    if (token.kind !== 'word' && token.kind !== 'quoted') throw misplaced(token);
    const field = canonicalField(name);
    const isPattern = token.kind === 'word' && operator === ':' && token.text.includes('*');
    const value = field === 'priority' && !isPattern ? priorityOf(token) : token.text;
    return { kind: 'comparison', field, operator, value, isPattern, at: { start: at.start, end: token.at.end } };
  }

  #group(open: Token, content: () => Query): Query {
    const query = this.#deeper(open, content);
    if (this.#peek()?.kind !== 'close') throw new QueryError('This parenthesis is not closed.', open.at);
    this.#next++;
    return query;
  }

  #deeper(token: Pick<Token, 'at'>, content: () => Query): Query {
    if (++this.#depth > maxDepth) throw new QueryError('The query is nested too deeply.', token.at);
    const query = content();
    this.#depth--;
    return query;
  }

  #take(what: string): Token {
    const token = this.#peek();
    if (!token) throw new QueryError(`The query ends where ${what} should follow.`, this.#end);
    this.#next++;
    return token;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  get #lastEnd(): number {
    return this.#tokens[this.#next - 1]?.at.end ?? 0;
  }

  #isKeyword(keyword: string): boolean {
    const token = this.#peek();
    return token?.kind === 'word' && token.text.toLowerCase() === keyword;
  }
}

function combine(kind: 'and' | 'or', queries: readonly Query[]): Query {
  const [first = everything] = queries;
  return queries.length > 1 ? { kind, queries } : first;
}

function misplaced({ at, kind }: Token): QueryError {
  const remedy = kind === 'word' ? ' Quote it to look for the word.' : '';
  return new QueryError(`A term should stand here.${remedy}`, at);
}

function priorityOf({ text, at }: Token & { kind: 'word' | 'quoted' }): string {
  const priority = parsePriority(text);
  if (priority) return priority;
  const suggestion = nearest(
    text.toLowerCase(),
    priorities.map((name) => name.toLowerCase()),
  );
  throw new QueryError(`No priority is called "${text}".`, at, suggestion);
}
