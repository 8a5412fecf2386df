import { operators, QueryError, type Operator, type Span } from './query.ts';

export type Token =
  | { readonly kind: 'open' | 'close' | 'minus'; readonly at: Span }
  /** `rule:`, with what follows as the next token. */
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly operator: Operator;
      readonly isNegated: boolean;
      readonly at: Span;
    }
  | { readonly kind: 'word' | 'quoted'; readonly text: string; readonly at: Span };

/** An address such as `http://example.com` is not a field. */
const fieldStart = /(?<name>[A-Za-z_][\w.-]*(?:\[[^\]\s]*\])?)(?<operator>!=|>=|<=|:(?!\/\/)|[=~<>])/y;
const spaces = /\s+/y;

/** The parts of a query. @throws QueryError for a quotation mark without its other half */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let [at, depth] = [0, 0];
  /** Within `rule:(a or b)` there are values only. */
  let isList = false;
  while ((at = skip(spaces, text, at)) < text.length) {
    const before = tokens.at(-1);
    const isValue = before?.kind === 'field' && before.at.end === at;
    const token = tokenAt(text, at, depth, isValue || isList);
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    isList = token.kind === 'open' ? isValue : isList && token.kind !== 'close';
    tokens.push(token);
    at = token.at.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number, depth: number, isValue: boolean): Token {
  const sign = text[start];
  const one = { start, end: start + 1 };
  if (sign === '(') return { kind: 'open', at: one };
  if (sign === ')') return { kind: 'close', at: one };
  if (sign === '"') return quotedAt(text, start);
  if (isValue) return wordAt(text, start, depth);
  if (sign === '-' && /[^\s\-)]/.test(text[start + 1] ?? ' ')) return { kind: 'minus', at: one };
  return fieldAt(text, start) ?? wordAt(text, start, depth);
}

function fieldAt(text: string, start: number): Token | undefined {
  fieldStart.lastIndex = start;
  const { name = '', operator: sign = '' } = fieldStart.exec(text)?.groups ?? {};
  if (name === '') return undefined;
  const isNegated = sign === '!=';
  const operator = operators.find((known) => known === sign) ?? ':';
  return { kind: 'field', name, operator, isNegated, at: { start, end: start + name.length + sign.length } };
}

function quotedAt(text: string, start: number): Token {
  let content = '';
  for (let index = start + 1; index < text.length; index++) {
    const sign = text[index] ?? '';
    if (sign === '"') return { kind: 'quoted', text: content, at: { start, end: index + 1 } };
    const next = text[index + 1];
    const isEscape = sign === '\\' && (next === '"' || next === '\\');
    content += isEscape ? next : sign;
    if (isEscape) index++;
  }
  throw new QueryError('This quotation mark has no other half.', { start, end: text.length });
}

/** Up to a space. A parenthesis that closes nothing belongs to the word. */
function wordAt(text: string, start: number, depth: number): Token {
  let end = start;
  for (let open = 0; end < text.length; end++) {
    const sign = text[end] ?? '';
    if (/[\s"]/.test(sign)) break;
    if (sign === '(') open++;
    if (sign === ')' && open-- === 0 && depth > 0) break;
  }
  return { kind: 'word', text: text.slice(start, end), at: { start, end } };
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
