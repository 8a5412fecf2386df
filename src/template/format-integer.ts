import { pad, type Flags } from './printf-flags.ts';
import { codePointName, isPrintable, quoteRune, validRune } from './quote.ts';

const bases = new Map([
  ['v', 10],
  ['d', 10],
  ['b', 2],
  ['o', 8],
  ['O', 8],
  ['x', 16],
  ['X', 16],
]);

/** Prints an integer as a verb asks, or gives nothing if the verb is not for integers. */
export function formatInteger(value: bigint, isSigned: boolean, verb: string, flags: Flags): string | undefined {
  const base = bases.get(verb);
  if (base !== undefined) {
    const isGoSyntax = verb === 'v' && flags.sharpV && !isSigned;
    return isGoSyntax ? digits(value, 16, verb, { ...flags, sharp: true }) : digits(value, base, verb, flags);
  }
  const codePoint = toCodePoint(value);
  if (verb === 'c') return pad(String.fromCodePoint(validRune(codePoint)), flags);
  if (verb === 'q') return pad(quoteRune(codePoint, { isAscii: flags.plus }), flags);
  if (verb === 'U') return unicode(value, flags);
  return undefined;
}

function digits(value: bigint, base: number, verb: string, flags: Flags): string {
  if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0);
  const magnitude = value < 0n ? -value : value;
  const sign = signOf(value, flags);
  let text = magnitude.toString(base).padStart(minimumDigits(sign, flags), '0');
  if (flags.sharp) text = prefix(base, text) + text;
  if (verb === 'X') text = text.toUpperCase();
  if (verb === 'O') text = `0o${text}`;
  return pad(sign + text, flags, false);
}

function signOf(value: bigint, flags: Flags): string {
  if (value < 0n) return '-';
  if (flags.plus) return '+';
  return flags.space ? ' ' : '';
}

/** A precision asks for digits; without one, the flag `0` turns the width into digits. */
function minimumDigits(sign: string, flags: Flags): number {
  if (flags.precision !== undefined) return flags.precision;
  return flags.zero && !flags.minus ? (flags.width ?? 0) - sign.length : 0;
}

function prefix(base: number, text: string): string {
  if (base === 2) return '0b';
  if (base === 8) return text.startsWith('0') ? '' : '0';
  return base === 16 ? '0x' : '';
}

function unicode(value: bigint, flags: Flags): string {
  const unsigned = BigInt.asUintN(64, value);
  const name = `U+${unsigned
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 0), '0')}`;
  const codePoint = toCodePoint(value);
  const isShown = flags.sharp && unsigned <= 0x10ffffn && isPrintable(codePoint);
  const character = isShown ? codePointName(codePoint).replace(/^\S+/, '') : '';
  return pad(name + character, flags, false);
}

function toCodePoint(value: bigint): number {
  return value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd;
}
