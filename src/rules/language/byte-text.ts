/**
 * Falco compares bytes; JavaScript strings are UTF-16. A text here is a string in which a byte that is no part of valid
 * UTF-8 is the lone surrogate U+DC80 + (byte - 0x80), so that any sequence of bytes has exactly one text, and equal
 * texts are equal bytes. A *byte string* has one character of U+0000 to U+00FF per byte.
 */

// eslint-disable-next-line no-control-regex -- the point is to find what is outside ASCII
const beyondAscii = /[^\u0000-\u007f]/;
const highBytes = /[\u0080-\u00ff]/;
const escapedByte = /[\udc80-\udcff]/;

export function isAscii(text: string): boolean {
  return !beyondAscii.test(text);
}

/** The bytes of a text, one character each. */
export function toByteString(text: string): string {
  if (isAscii(text)) return text;
  if (!hasEscapedBytes(text)) return Buffer.from(text, 'utf8').toString('latin1');
  let bytes = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    const isEscaped = character.length === 1 && code >= 0xdc80 && code <= 0xdcff;
    bytes += isEscaped ? String.fromCharCode(code - 0xdc00) : Buffer.from(character, 'utf8').toString('latin1');
  }
  return bytes;
}

/** The text of a byte string. */
export function fromByteString(bytes: string): string {
  if (!highBytes.test(bytes)) return bytes;
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  if (!text.includes('\ufffd')) return text;
  return decodeByHand(bytes);
}

/** Whether a text holds bytes that are no UTF-8. A low surrogate behind a high one is half of a character instead. */
export function hasEscapedBytes(text: string): boolean {
  return escapedByte.test(text) && !text.isWellFormed();
}

export function byteLength(text: string): number {
  if (isAscii(text)) return text.length;
  return hasEscapedBytes(text) ? toByteString(text).length : Buffer.byteLength(text, 'utf8');
}

/** Negative, zero or positive as C's `strcmp` of the bytes. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  const first = toByteString(left);
  const second = toByteString(right);
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** What C sees of a text: all before the first NUL. */
export function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** The text as a reader of UTF-8 sees it: what is no UTF-8 is U+FFFD. */
export function toValidText(text: string): string {
  return hasEscapedBytes(text) ? text.toWellFormed() : text;
}

function decodeByHand(bytes: string): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    text +=
      length === 0
        ? String.fromCharCode(0xdc00 + bytes.charCodeAt(at))
        : Buffer.from(bytes.slice(at, at + length), 'latin1').toString('utf8');
    at += Math.max(length, 1);
  }
  return text;
}

/** How many bytes the valid character at a position has; 0 where there is none. */
function characterLength(bytes: string, at: number): number {
  const lead = bytes.charCodeAt(at);
  if (lead < 0x80) return 1;
  const length = expectedLength(lead);
  if (length === 0 || at + length > bytes.length) return 0;
  const encoded = Buffer.from(bytes.slice(at, at + length), 'latin1');
  const isValid = Buffer.from(encoded.toString('utf8'), 'utf8').equals(encoded);
  return isValid ? length : 0;
}

function expectedLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}
