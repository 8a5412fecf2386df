import { crc32 } from 'node:zlib';

/**
 * A frame is what one write puts into the append log: a header, and records of alerts behind it. Little endian; frames begin
 * at multiples of 8 bytes.
 *
 * | at | bytes | what                                                                             |
 * | -- | ----- | -------------------------------------------------------------------------------- |
 * | 0  | 8     | mark of the file: random, so that nobody can write an alert that looks like a frame |
 * | 8  | 4     | length of the records                                                            |
 * | 12 | 4     | CRC-32 of the records                                                            |
 * | 16 | 8     | number of the frame: grows with each frame, which tells it from what it overwrote |
 * | 24 | 8     | number of the first alert                                                        |
 * | 32 | 4     | how many alerts                                                                  |
 * | 36 | 4     | CRC-32 of the header up to here                                                  |
 */
export const frameHeaderBytes = 40;
export const markBytes = 8;
const alignment = 8;
const checksumAt = 36;

export interface FrameHeader {
  readonly number: number;
  readonly firstSeq: number;
  readonly count: number;
}

export interface Frame extends FrameHeader {
  readonly records: Buffer;
}

/** Frames found in a file, in the order they were written. */
export interface FoundFrames {
  readonly frames: readonly Frame[];
  /** Headers whose records are not what was written: damaged, or cut off by a power failure before they were acknowledged. */
  readonly broken: readonly FrameHeader[];
}

export function alignedLength(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** Completes a buffer whose records stand behind the room for the header. */
export function writeFrameHeader(frame: Buffer, mark: Buffer, { number, firstSeq, count }: FrameHeader): void {
  const records = frame.subarray(frameHeaderBytes);
  mark.copy(frame);
  frame.writeUInt32LE(records.length, 8);
  frame.writeUInt32LE(crc32(records), 12);
  frame.writeDoubleLE(number, 16);
  frame.writeDoubleLE(firstSeq, 24);
  frame.writeUInt32LE(count, 32);
  frame.writeUInt32LE(crc32(frame.subarray(0, checksumAt)), checksumAt);
}

/**
 * Reads the frames of a file. Behind the last stand zeros, or frames of an earlier use of the file, which have lower numbers;
 * a damaged frame takes nothing from those behind it.
 */
export function readFrames(bytes: Buffer, mark: Buffer): FoundFrames {
  const frames: Frame[] = [];
  const broken: FrameHeader[] = [];
  let last = -1;
  for (let position = bytes.indexOf(mark); position >= 0;) {
    const header = readHeader(bytes, position);
    const records = header && bytes.subarray(position + frameHeaderBytes, position + frameHeaderBytes + header.length);
    const isWhole = header && records?.length === header.length && crc32(records) === header.checksum;
    if (header && header.number > last) {
      last = header.number;
      if (records && isWhole) frames.push({ ...header, records });
      else broken.push(header);
    }
    position = bytes.indexOf(mark, position + (isWhole ? alignedLength(frameHeaderBytes + header.length) : alignment));
  }
  return { frames, broken };
}

function readHeader(bytes: Buffer, position: number) {
  if (position % alignment !== 0 || position + frameHeaderBytes > bytes.length) return undefined;
  const header = bytes.subarray(position, position + frameHeaderBytes);
  if (header.readUInt32LE(checksumAt) !== crc32(header.subarray(0, checksumAt))) return undefined;
  return {
    length: header.readUInt32LE(8),
    checksum: header.readUInt32LE(12),
    number: header.readDoubleLE(16),
    firstSeq: header.readDoubleLE(24),
    count: header.readUInt32LE(32),
  };
}
