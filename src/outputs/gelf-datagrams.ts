import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** The first passes any network whole, and is all that some receivers take; the second is the most that Graylog takes. */
const datagramSizes = [1420, 8192];
const maxChunks = 128;
const headBytes = 12;
const magic = Buffer.from([0x1e, 0x0f]);

/**
 * A message as compressed datagrams. One that does not fit into one is sent in chunks, which Graylog puts together by an id:
 * made from the message, so that two never share one. See
 * https://go2docs.graylog.org/current/getting_in_log_data/gelf_format.html#GELFviaUDP.
 */
export function gelfDatagrams(message: string): readonly Uint8Array[] {
  const bytes = gzipSync(message);
  const size = datagramSizes.find((candidate) => bytes.length <= maxChunks * (candidate - headBytes)) ?? Infinity;
  if (bytes.length <= size) return [bytes];
  const id = createHash('sha256').update(message).digest().subarray(0, 8);
  const room = size - headBytes;
  const count = Math.ceil(bytes.length / room);
  return Array.from({ length: count }, (_, index) =>
    Buffer.concat([magic, id, Buffer.from([index, count]), bytes.subarray(index * room, (index + 1) * room)]),
  );
}
