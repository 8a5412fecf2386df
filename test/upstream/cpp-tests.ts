import { cppTokens, type Token } from './cpp-tokens.ts';

/** A test of GoogleTest, its body as statements: what stands between semicolons and braces. */
export interface CppTest {
  readonly suite: string;
  readonly name: string;
  readonly statements: readonly Statement[];
}

export type Statement = readonly Token[];

export interface CppFile {
  readonly tests: readonly CppTest[];
  /** Texts that the file gives names to, outside its tests. */
  readonly texts: ReadonlyMap<string, string>;
}

export function readCppTests(source: string): CppFile {
  const tokens = cppTokens(source);
  const tests: CppTest[] = [];
  const outside: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const test = /^TEST(?:_F|_P)?$/.test(tokens[at]?.value ?? '') && tokens[at + 1]?.value === '(';
    if (!test) {
      outside.push(...tokens.slice(at, ++at));
      continue;
    }
    const begin = tokens.findIndex(({ kind, value }, index) => index > at && kind === 'code' && value === '{');
    const end = closing(tokens, begin);
    const [suite = '', name = ''] = argumentsOf(tokens.slice(at + 1)).map(codeOf);
    tests.push({ suite, name, statements: statementsOf(tokens.slice(begin + 1, end)) });
    at = end + 1;
  }
  return { tests, texts: assignedTexts(statementsOf(outside), new Map()) };
}

/** The texts that statements give names to, beside those known before. */
export function assignedTexts(
  statements: readonly Statement[],
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const texts = new Map(known);
  for (const statement of statements) {
    const at = statement.findIndex(({ kind, value }) => kind === 'code' && value === '=');
    const name = statement[at - 1];
    const text = at > 0 ? textOf(statement.slice(at + 1), texts) : undefined;
    if (name?.kind === 'code' && text !== undefined) texts.set(name.value, text);
  }
  return texts;
}

/** The text that tokens make: literals and names of texts, added; nothing if they are anything else. */
export function textOf(tokens: readonly Token[], texts: ReadonlyMap<string, string>): string | undefined {
  let all = '';
  for (const { kind, value } of tokens) {
    if (kind === 'code' && value === '+') continue;
    const text = kind === 'text' ? value : texts.get(value);
    if (text === undefined) return undefined;
    all += text;
  }
  return tokens.length > 0 ? all : undefined;
}

/** What stands in the parentheses that tokens begin with, parted by commas. */
export function argumentsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const inside = tokens.slice(1, closing(tokens, 0));
  if (inside.length === 0) return [];
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of inside) {
    if (token.kind === 'code') depth += depthOf(token.value);
    if (token.kind === 'code' && token.value === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Tokens as one text without blanks, literals in quotes. */
export function codeOf(tokens: readonly Token[]): string {
  return tokens.map(({ kind, value }) => (kind === 'text' ? JSON.stringify(value) : value)).join('');
}

function statementsOf(tokens: readonly Token[]): readonly Statement[] {
  const statements: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const sign = token.kind === 'code' ? token.value : '';
    if (sign === '(' || sign === ')') depth += depthOf(sign);
    if (depth === 0 && /^[;{}]$/.test(sign)) statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

function closing(tokens: readonly Token[], begin: number): number {
  let depth = 0;
  for (let at = begin; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind === 'code') depth += depthOf(token.value);
    if (depth === 0) return at;
  }
  throw new Error(`There is no end to what begins at ${codeOf(tokens.slice(begin, begin + 9))}`);
}

function depthOf(sign: string): number {
  if (/^[([{]$/.test(sign)) return 1;
  return /^[)\]}]$/.test(sign) ? -1 : 0;
}
