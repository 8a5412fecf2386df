import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignedLength, frameHeaderBytes, readFrames, writeFrameHeader, type FrameHeader } from './frame.ts';

const mark = Buffer.from('0123456789abcdef', 'hex');

function frameOf(header: FrameHeader, records: Uint8Array, fileMark = mark): Buffer {
  const frame = Buffer.concat([Buffer.alloc(frameHeaderBytes), records]);
  writeFrameHeader(frame, fileMark, header);
  return Buffer.concat([frame, Buffer.alloc(alignedLength(frame.length) - frame.length)]);
}

/** Frames of three alerts each, whose records say which frame it is. */
function fileOf(numbers: readonly number[], records = (number: number) => Buffer.from(`records of ${number}`)): Buffer {
  return Buffer.concat(numbers.map((number) => frameOf({ number, firstSeq: number * 3, count: 3 }, records(number))));
}

const numbersIn = (file: Buffer) => readFrames(file, mark).frames.map(({ number }) => number);
const brokenIn = (file: Buffer) => readFrames(file, mark).broken.map(({ number }) => number);

it('reads what was written', () => {
  const file = Buffer.concat([fileOf([1, 2]), Buffer.alloc(4096)]);
  const found = readFrames(file, mark);
  expect(found.broken).toEqual([]);
  expect(found.frames).toMatchObject([
    { number: 1, firstSeq: 3, count: 3, records: Buffer.from('records of 1') },
    { number: 2, firstSeq: 6, count: 3, records: Buffer.from('records of 2') },
  ]);
});

it('loses to damage only the frame in which it is', () => {
  const [first, second, third] = [fileOf([1]), fileOf([2]), fileOf([3])] as const;
  for (let at = 0; at < second.length; at++) {
    const damaged = Buffer.from(second);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0x10, at);
    const isPadding = at >= frameHeaderBytes + 'records of 2'.length;
    expect(numbersIn(Buffer.concat([first, damaged, third])), `at ${at}`).toEqual(isPadding ? [1, 2, 3] : [1, 3]);
  }
});

it('tells of a frame that was not written to its end', () => {
  const file = fileOf([1, 2]);
  const cut = file.subarray(0, file.length - 8);
  expect(numbersIn(cut)).toEqual([1]);
  expect(brokenIn(cut)).toEqual([2]);
  expect(brokenIn(file.subarray(0, fileOf([1]).length + frameHeaderBytes - 1))).toEqual([]);
});

it('ignores the frames of an earlier use of the file', () => {
  const earlier = fileOf([1, 2, 3, 4]);
  const later = fileOf([5, 6], (number) => Buffer.alloc(20 + number, 'later'));
  later.copy(earlier);
  expect(numbersIn(earlier)).toEqual([5, 6]);
  expect(brokenIn(earlier)).toEqual([]);
});

it('takes the content of an alert for nothing else, whatever it is', () => {
  const forged = frameOf({ number: 1e300, firstSeq: 7, count: 1 }, Buffer.from('forged'), Buffer.from('guessed.'));
  const torn = frameOf({ number: 2, firstSeq: 2, count: 1 }, Buffer.concat([forged, mark, Buffer.alloc(16)]));
  torn.writeUInt8(torn.readUInt8(torn.length - 1) ^ 1, torn.length - 1);
  const file = Buffer.concat([fileOf([1]), torn, fileOf([3])]);
  expect(numbersIn(file)).toEqual([1, 3]);
  expect(brokenIn(file)).toEqual([2]);
});

it('finds every whole frame among any rubbish', () => {
  const piece = fc.oneof(
    fc.record({ isFrame: fc.constant(true), records: fc.uint8Array({ maxLength: 200 }) }),
    fc.record({ isFrame: fc.constant(false), records: fc.uint8Array({ maxLength: 64 }) }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const parts = pieces.map(({ isFrame, records }, index) =>
        isFrame
          ? frameOf({ number: index, firstSeq: index, count: 1 }, records)
          : Buffer.concat([records, Buffer.alloc(alignedLength(records.length) - records.length)]),
      );
      const { frames } = readFrames(Buffer.concat(parts), mark);
      const written = pieces.flatMap(({ isFrame, records }, index) => (isFrame ? [{ index, records }] : []));
      expect(frames.map(({ number, records }) => ({ index: number, records: Uint8Array.from(records) }))).toEqual(
        written,
      );
    }),
  );
});
