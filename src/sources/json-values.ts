const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const listOpens = 0x5b;
const listCloses = 0x5d;
const objectOpens = 0x7b;
const objectCloses = 0x7d;
const blank = 0x20;

/** Shorter than this, JSON cannot have more values than are allowed: each takes a comma or a bracket beside itself. */
const leastBytesPerValue = 2;

/**
 * Whether JSON has more values than are allowed: objects, lists, and what is in them. Read, each takes many times the memory of its
 * text, so that a body within its limit of bytes may still fill all memory there is. Counts without reading, and what is not JSON
 * somehow.
 */
export function hasMoreValues(json: Uint8Array, maxValues: number): boolean {
  if (json.length <= leastBytesPerValue * maxValues) return false;
  let values = 1;
  let isText = false;
  let wasOpened = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (byte === quote) isText = !isText;
    else if (isText) at += byte === backslash ? 1 : 0;
    else if (byte === comma || byte === listOpens || byte === objectOpens) values++;
    else if (wasOpened && (byte === listCloses || byte === objectCloses)) values--;
    if (byte > blank) wasOpened = byte === listOpens || byte === objectOpens;
  }
  return values > maxValues;
}
