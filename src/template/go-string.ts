import { isUtf8 } from 'node:buffer';

/**
 * Go's strings are bytes, and `slice`, `index` and `"\xff"` can cut characters in two. A byte that is not part of a
 * UTF-8 sequence is held as a lone surrogate, U+DC80 to U+DCFF, and becomes a character again when its siblings join it.
 */

const loneByteOffset = 0xdc00;
/** With the flag `u`, half of a pair is none. */
const loneBytes = /([\udc80-\udcff])/u;
/** Runs of whole characters, not so long that matching one takes much memory; or a byte that is part of none. */
const utf8Runs =
  // eslint-disable-next-line no-control-regex -- all of ASCII
  /(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}){1,1000}|[\x80-\xff]/g;

export function toBytes(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text);
  return Buffer.concat(text.split(loneBytes).map(bytesOfPart));
}

export function fromBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  return bytes.toString('latin1').replace(utf8Runs, (run) => {
    const isLone = run.length === 1 && run.charCodeAt(0) >= 0x80;
    return isLone ? loneByte(run.charCodeAt(0)) : Buffer.from(run, 'latin1').toString();
  });
}

/** A byte as it stands in a string. */
export function loneByte(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : byte + loneByteOffset);
}

/** The byte that a lone surrogate stands for, or nothing for any other code point. */
export function byteOf(codePoint: number): number | undefined {
  return codePoint >= 0xdc80 && codePoint <= 0xdcff ? codePoint - loneByteOffset : undefined;
}

export function byteLength(text: string): number {
  return text.isWellFormed() ? Buffer.byteLength(text) : toBytes(text).length;
}

/** Makes characters of bytes that came together when strings were joined. */
export function joined(text: string): string {
  return text.isWellFormed() ? text : fromBytes(toBytes(text));
}

/** The text for those outside: a byte that stayed alone becomes U+FFFD. */
export function finished(text: string): string {
  return text.isWellFormed() ? text : joined(text).toWellFormed();
}

/** How many runes Go counts: a byte that is alone counts as one. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if (isLead(text.charCodeAt(at)) && isTrail(text.charCodeAt(at + 1))) count--;
  }
  return count;
}

/** Orders strings by their bytes. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  const difference = a.charCodeAt(at) - b.charCodeAt(at);
  const isPlain = a.charCodeAt(at) < 0xd800 && b.charCodeAt(at) < 0xd800;
  return isPlain ? difference : Buffer.compare(toBytes(a), toBytes(b));
}

function bytesOfPart(part: string): Buffer {
  const byte = byteOf(part.codePointAt(0) ?? 0);
  return byte === undefined ? Buffer.from(part) : Buffer.of(byte);
}

function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
