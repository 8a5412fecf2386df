import { fromByteString, toByteString } from '../../src/rules/language/byte-text.ts';

/** A word, number or sign of C++, or the value of a string literal. */
export interface Token {
  readonly kind: 'code' | 'text';
  readonly value: string;
}

const blank = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/|^#(?:\\\n|[^\n])*)+/my;
const raw = /R"([^\s()\\"]*)\(([^]*?)\)\1"/y;
const quoted = /"((?:[^"\\]|\\[^])*)"/y;
const code = /'(?:[^'\\]|\\[^])+'|[A-Za-z_]\w*|\d[\w.]*|::|->|<<|==|!=|&&|\|\||[^]/y;

/** Reads C++ as far as tests are written in it: without preprocessing, literals that stand side by side as one. */
export function cppTokens(source: string): readonly Token[] {
  const bytes = toByteString(source);
  const tokens: Token[] = [];
  const add = (token: Token): void => {
    const last = tokens.at(-1);
    if (token.kind === 'text' && last?.kind === 'text') {
      tokens[tokens.length - 1] = { kind: 'text', value: last.value + token.value };
    } else tokens.push(token);
  };
  for (let at = 0; at < bytes.length;) {
    const [found, token] = tokenAt(bytes, at);
    if (token) add(token);
    at += found;
  }
  return tokens.map(({ kind, value }) => ({ kind, value: fromByteString(value) }));
}

function tokenAt(bytes: string, at: number): readonly [length: number, token?: Token] {
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(bytes);
  };
  const between = match(blank);
  if (between) return [between[0].length];
  const literal = match(raw);
  if (literal) return [literal[0].length, { kind: 'text', value: literal[2] ?? '' }];
  const text = match(quoted);
  if (text) return [text[0].length, { kind: 'text', value: unescape(text[1] ?? '') }];
  const [value = ''] = match(code) ?? [];
  return [value.length, { kind: 'code', value }];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', a: '\u0007' };

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|([^]))/g,
    (_, hex: string | undefined, octal: string | undefined, character: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16) & 0xff);
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      return escapes[character ?? ''] ?? character ?? '';
    },
  );
}
