import { quote } from './quote.ts';

/** The pieces that the lexer cuts a template into. */

const keywords = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const;

type Keyword = (typeof keywords)[number];

export type TokenType =
  | Keyword
  | 'error'
  | 'bool'
  | 'character'
  | 'characterConstant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelimiter'
  | 'leftParenthesis'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelimiter'
  | 'rightParenthesis'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | 'dot';

export interface Token {
  readonly type: TokenType;
  /** The source text, or the message of an error. */
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

const words = new Map<string, TokenType>([
  ...keywords.map((word) => [word, word] as const),
  ['true', 'bool'],
  ['false', 'bool'],
]);
const keywordTypes: ReadonlySet<string> = new Set([...keywords, 'dot']);

export function wordType(word: string): TokenType {
  return words.get(word) ?? 'identifier';
}

/** A token as Go's messages show it: keywords in angle brackets, long texts cut after ten characters. */
export function shownToken(token: Token): string {
  if (token.type === 'eof') return 'EOF';
  if (token.type === 'error') return token.text;
  if (keywordTypes.has(token.type)) return `<${token.text}>`;
  if (Buffer.byteLength(token.text) <= 10) return quote(token.text);
  const [start = ''] = /^[^]{0,10}/u.exec(token.text) ?? [];
  return `${quote(start)}...`;
}
