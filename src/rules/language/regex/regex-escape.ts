import { lastCodePoint } from './character-set.ts';
import { RegexSyntaxError } from './regex-error.ts';

/** One character of a pattern, and where the pattern goes on behind it. */
interface Character {
  readonly code: number;
  readonly end: number;
}

const control: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

export function characterOf(pattern: string, at: number): Character {
  const code = pattern.codePointAt(at) ?? 0;
  return { code, end: at + (code > 0xffff ? 2 : 1) };
}

/** Reads the escape that starts at a position. */
export function readEscape(pattern: string, at: number): Character {
  if (at + 1 >= pattern.length) throw new RegexSyntaxError('trailing \\', '');
  const { code, end } = characterOf(pattern, at + 1);
  const character = pattern.slice(at + 1, end);
  if (code < 0x80 && !/[a-zA-Z0-9]/.test(character)) return { code, end };
  const controlCode = control[character];
  if (controlCode !== undefined) return { code: controlCode, end };
  return numericEscape(pattern, at) ?? refuse(pattern, at, end);
}

/** `\012` and `\12` (but not `\1`, a back reference), `\x7f`, `\x{10ffff}`. */
function numericEscape(pattern: string, at: number): Character | undefined {
  const escape = /\\(?:(?<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})|x(?<hex>[0-9a-fA-F]{2})|x\{(?<wide>[0-9a-fA-F]+)\})/y;
  escape.lastIndex = at;
  const found = escape.exec(pattern);
  if (found === null) return undefined;
  const { octal, hex, wide } = found.groups ?? {};
  const code = octal === undefined ? Number.parseInt(hex ?? wide ?? '', 16) : Number.parseInt(octal, 8);
  return code <= lastCodePoint ? { code, end: at + found[0].length } : undefined;
}

function refuse(pattern: string, at: number, end: number): never {
  throw new RegexSyntaxError('invalid escape sequence', pattern.slice(at, end));
}
