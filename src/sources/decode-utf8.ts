const replacement = '\ufffd';

/**
 * Reads UTF-8 as Go's JSON decoder does: every byte that is not part of a character becomes U+FFFD. Node replaces a cut
 * character of several bytes by a single U+FFFD, so only a text that has one is read the long way.
 */
export function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes(replacement) ? decodeByByte(bytes) : text;
}

function decodeByByte(bytes: Buffer): string {
  const mark = Buffer.from(replacement);
  const valid = Buffer.allocUnsafe(bytes.length * mark.length);
  let end = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length > 0) for (const last = at + length; at < last; at++) valid[end++] = bytes[at] ?? 0;
    else {
      end += mark.copy(valid, end);
      at++;
    }
  }
  return valid.toString('utf8', 0, end);
}

/** How many bytes the character at `at` takes; 0 where there is none. See https://www.rfc-editor.org/rfc/rfc3629#section-4. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = lengthByFirstByte(first);
  const [lowest, highest] = secondByteRange(first);
  const second = bytes[at + 1] ?? 0;
  if (length === 0 || second < lowest || second > highest) return 0;
  for (let index = 2; index < length; index++) {
    if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function lengthByFirstByte(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Keeps out overlong forms, surrogates and what lies beyond U+10FFFF. */
function secondByteRange(first: number): readonly [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
