import { joined, loneByte } from './go-string.ts';
import { quote } from './quote.ts';
import { TemplateFloat } from './value.ts';

/** Reads the literals of Go: strings, characters and numbers. */

/** A literal that cannot be read. The parser adds the place. */
export class LiteralError extends Error {
  override readonly name = 'LiteralError';
}

/** An integer that is larger than `int` is an error only when the template uses it. */
export interface Overflow {
  readonly overflow: string;
}

const escape = /\\(?:([abfnrtv\\])|(['"])|x([\da-fA-F]{2})|([0-7]{3})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|[^])/g;
const simple = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

/** The content of a string literal with its quotes, of either kind. */
export function readString(literal: string): string {
  const content = literal.slice(1, -1);
  if (literal.startsWith('`')) return content.replaceAll('\r', '');
  return content.includes('\\') ? joined(unescaped(content, '"')) : content;
}

/** The code point of a character literal, or the byte that `'\xff'` names. */
export function readCharacter(literal: string): bigint {
  const content = literal.slice(1, -1);
  if (content === '') throw new LiteralError('invalid syntax');
  const [first = ''] = content.match(/\\(?:x..|[0-7]..|u.{4}|U.{8}|[^])|[^]/u) ?? [];
  const character = unescaped(first, "'");
  if (first.length !== content.length) throw new LiteralError(`malformed character constant: ${literal}`);
  const codePoint = character.codePointAt(0) ?? 0;
  return BigInt(/^\\[x0-7]/.test(first) ? codePoint % 0x100 : codePoint);
}

/** The value of a number literal: an `int`, or a `float64` if it has a point or an exponent. */
export function readNumber(literal: string): bigint | TemplateFloat | Overflow {
  if (literal.endsWith('i')) throw new LiteralError(`complex numbers are not supported: ${quote(literal)}`);
  const integer = readInteger(literal);
  if (integer !== undefined && integer >= -(2n ** 63n) && integer < 2n ** 64n) {
    return integer < 2n ** 63n ? integer : { overflow: literal };
  }
  const float = readFloat(literal);
  if (!Number.isFinite(float)) throw new LiteralError(`illegal number syntax: ${quote(literal)}`);
  if (!/[.eEpP]/.test(literal)) throw new LiteralError(`integer overflow: ${quote(literal)}`);
  return new TemplateFloat(float);
}

function unescaped(content: string, quoteMark: string): string {
  return content.replace(
    escape,
    (_sequence: string, name?: string, mark?: string, hex?: string, octal?: string, short?: string, long?: string) => {
      if (name !== undefined) return simple.get(name) ?? name;
      if (mark === quoteMark) return mark;
      if (hex !== undefined) return loneByte(parseInt(hex, 16));
      if (octal !== undefined && parseInt(octal, 8) < 0x100) return loneByte(parseInt(octal, 8));
      const codePoint = parseInt(short ?? long ?? 'none', 16);
      if (codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff)) return String.fromCodePoint(codePoint);
      throw new LiteralError('invalid syntax');
    },
  );
}

function readInteger(literal: string): bigint | undefined {
  const [, sign = '', prefix = '', digits = ''] = /^([+-]?)(0[xXoObB]|0(?=[\d_]))?([\da-fA-F_]+)$/.exec(literal) ?? [];
  if (!hasGoodUnderscores(`${prefix === '' ? '' : '0'}${digits}`, /[xX]/.test(prefix))) return undefined;
  const text = `${prefix === '0' ? '0o' : prefix}${digits.replaceAll('_', '')}`;
  if (!/^(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)$/.test(text)) return undefined;
  return sign === '-' ? -BigInt(text) : BigInt(text);
}

/** Not a number if the text is none. */
function readFloat(literal: string): number {
  const isHex = /^[+-]?0[xX]/.test(literal);
  if (!hasGoodUnderscores(literal.replace(/^[+-]?(?:0[xX])?/, isHex ? '0' : ''), isHex)) return NaN;
  const text = literal.replaceAll('_', '');
  if (!isHex) return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  const [, sign, whole = '', fraction = '', exponent = ''] =
    /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/.exec(text) ?? [];
  if (whole + fraction === '') return NaN;
  const magnitude = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

/** Underscores only stand between digits. */
function hasGoodUnderscores(digits: string, isHex: boolean): boolean {
  if (!digits.includes('_')) return true;
  const digit = isHex ? '[0-9a-fA-F]' : '[0-9]';
  return !new RegExp(`(?<!${digit})_|_(?!${digit})`).test(digits);
}
