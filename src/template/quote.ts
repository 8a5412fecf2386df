import { byteOf } from './go-string.ts';

/** Go's quoted forms of strings and characters, as `%q` and the syntax errors show them. */

interface QuoteStyle {
  /** Escapes everything beyond ASCII, as the flag `+` asks. */
  readonly isAscii: boolean;
}

const plain: QuoteStyle = { isAscii: false };
const printableCharacter = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const needsEscape = /[^ !#-[\]-~]/;
const named = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
]);

export function quote(text: string, style = plain): string {
  if (!needsEscape.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escaped(character.codePointAt(0) ?? 0, '"', style);
  return `${quoted}"`;
}

/** Quotes a character. What is no Unicode scalar value becomes U+FFFD. */
export function quoteRune(codePoint: number, style = plain): string {
  return `'${escaped(validRune(codePoint), "'", style)}'`;
}

/** Go's `IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(codePoint: number): boolean {
  return printableCharacter.test(String.fromCodePoint(codePoint));
}

export function validRune(codePoint: number): number {
  const isValid = codePoint >= 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return isValid ? codePoint : 0xfffd;
}

/** Whether the text can stand between back quotes. */
export function canBackquote(text: string): boolean {
  return text.isWellFormed() && !/[\ufeff`\x7f]|(?!\t)\p{Cc}(?<![\u0080-\u009f])/u.test(text);
}

/** `U+0041 'A'`: how Go names a character in a message. */
export function codePointName(codePoint: number): string {
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrintable(codePoint) ? `${name} '${String.fromCodePoint(codePoint)}'` : name;
}

function escaped(codePoint: number, quoteMark: string, style: QuoteStyle): string {
  const byte = byteOf(codePoint);
  if (byte !== undefined) return `\\x${hex(byte, 2)}`;
  const character = String.fromCodePoint(codePoint);
  if (character === quoteMark || character === '\\') return `\\${character}`;
  if ((codePoint < 0x80 || !style.isAscii) && isPrintable(codePoint)) return character;
  const name = named.get(codePoint);
  if (name !== undefined) return name;
  if (codePoint < 0x20 || codePoint === 0x7f) return `\\x${hex(codePoint, 2)}`;
  const valid = validRune(codePoint);
  return valid < 0x10000 ? `\\u${hex(valid, 4)}` : `\\U${hex(valid, 8)}`;
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
