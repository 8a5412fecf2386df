/** Tells whether all of a byte string matches a pattern. */
export type GlobTest = (bytes: string) => boolean;

type Token = 'any' | 'many' | ReadonlySet<number>;

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // eslint-disable-next-line no-control-regex -- the class of control characters
  cntrl: /[\u0000-\u001f\u007f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * The patterns of `fnmatch` without flags and in the C locale, as Falco's `glob` uses it: one byte is one character, and
 * neither a slash nor a leading dot is special. A bracket that is not closed stands for itself.
 * @param pattern a byte string
 */
export function compileGlob(pattern: string, { ignoreCase = false } = {}): GlobTest {
  const tokens = readTokens(pattern, ignoreCase);
  if (tokens === undefined) return () => false;
  return (bytes) => matchTokens(tokens, bytes);
}

/** At a mismatch only the last star can give way, which makes this at worst quadratic. */
function matchTokens(tokens: readonly Token[], bytes: string): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < bytes.length) {
    const expected = tokens[token];
    if (expected === 'many') {
      star = token++;
      starAt = at;
    } else if (expected === 'any' || expected?.has(bytes.charCodeAt(at)) === true) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (tokens[token] === 'many') token++;
  return token === tokens.length;
}

/** Undefined for a pattern that matches nothing: a backslash at its end escapes nothing. */
function readTokens(pattern: string, ignoreCase: boolean): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*') {
      if (tokens.at(-1) !== 'many') tokens.push('many');
      continue;
    }
    if (character === '?') {
      tokens.push('any');
      continue;
    }
    const bracket = character === '[' ? readBracket(pattern, at) : undefined;
    if (bracket !== undefined) {
      tokens.push(bytesOf(bracket, ignoreCase));
      at = bracket.end - 1;
      continue;
    }
    if (character === '\\' && ++at >= pattern.length) return undefined;
    tokens.push(bytesOf({ isNegated: false, members: new Set([pattern.charCodeAt(at)]) }, ignoreCase));
  }
  return tokens;
}

interface Bracket {
  readonly isNegated: boolean;
  readonly members: ReadonlySet<number>;
}

function readBracket(pattern: string, start: number): (Bracket & { readonly end: number }) | undefined {
  let at = start + 1;
  const isNegated = pattern.charAt(at) === '!' || pattern.charAt(at) === '^';
  if (isNegated) at++;
  const members = new Set<number>();
  for (let isFirst = true; isFirst || pattern.charAt(at) !== ']'; isFirst = false) {
    if (at >= pattern.length) return undefined;
    const end = addClass(pattern, at, members) ?? addRange(pattern, at, members);
    if (end === undefined) return undefined;
    at = end;
  }
  return { isNegated, members, end: at + 1 };
}

function addClass(pattern: string, at: number, members: Set<number>): number | undefined {
  const name = /\[:([a-z]+):\]/y;
  name.lastIndex = at;
  const found = name.exec(pattern);
  const test = classes[found?.[1] ?? ''];
  if (found === null || test === undefined) return undefined;
  for (let byte = 0; byte < 0x80; byte++) if (test.test(String.fromCharCode(byte))) members.add(byte);
  return at + found[0].length;
}

function addRange(pattern: string, start: number, members: Set<number>): number | undefined {
  const first = bracketByte(pattern, start);
  if (first === undefined) return undefined;
  const after = pattern.charAt(first.end + 1);
  if (pattern.charAt(first.end) !== '-' || after === ']' || after === '') {
    members.add(first.byte);
    return first.end;
  }
  const last = bracketByte(pattern, first.end + 1);
  if (last === undefined) return undefined;
  for (let byte = first.byte; byte <= last.byte; byte++) members.add(byte);
  return last.end;
}

function bracketByte(pattern: string, start: number): { readonly byte: number; readonly end: number } | undefined {
  const at = pattern.charAt(start) === '\\' ? start + 1 : start;
  return at < pattern.length ? { byte: pattern.charCodeAt(at), end: at + 1 } : undefined;
}

function bytesOf({ isNegated, members }: Bracket, ignoreCase: boolean): ReadonlySet<number> {
  const bytes = new Set<number>();
  for (let byte = 0; byte < 0x100; byte++) {
    const isMember = members.has(byte) || (ignoreCase && members.has(otherCase(byte)));
    if (isMember !== isNegated) bytes.add(byte);
  }
  return bytes;
}

function otherCase(byte: number): number {
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isLetter ? byte ^ 0x20 : byte;
}
