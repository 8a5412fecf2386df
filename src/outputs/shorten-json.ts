import { cutMark } from './shorten.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

/** A text that takes at most `maxBytes` bytes as a JSON string, quotes included, for services that limit whole requests. */
export function shortenJson(text: string, maxBytes: number): string {
  let shortened = shortenToBytes(text, maxBytes);
  for (let excess = excessOf(shortened, maxBytes); excess > 0; excess = excessOf(shortened, maxBytes)) {
    const room = Buffer.byteLength(shortened) - excess;
    if (room < cutMark.length) return '';
    shortened = shortenToBytes(text, room);
  }
  return shortened;
}

function excessOf(text: string, maxBytes: number): number {
  return Buffer.byteLength(JSON.stringify(text)) - maxBytes;
}
