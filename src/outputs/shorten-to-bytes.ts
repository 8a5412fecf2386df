import { cutToBytes } from '#alert/truncate.ts';
import { cutMark } from './shorten.ts';

/** A text of at most so many bytes, the mark included where it had to be cut. A character is never split. */
export function shortenToBytes(text: string, maxBytes: number): string {
  return Buffer.byteLength(text) <= maxBytes ? text : cutToBytes(text, maxBytes - cutMark.length) + cutMark;
}
