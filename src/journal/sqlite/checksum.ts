import { crc32 } from 'node:zlib';

/** SQLite does not notice a flipped bit inside a text, nor in the number of a row; this does. */
export function payloadChecksum(seq: number, json: string, unknown: string): number {
  const checksum = crc32(json, seq % 2 ** 32);
  return unknown === '' ? checksum : crc32(unknown, checksum);
}
