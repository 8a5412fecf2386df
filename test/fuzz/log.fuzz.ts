import assert from 'node:assert/strict';
import { frameHeaderBytes, readFrames, writeFrameHeader } from '#journal/append-log/frame.ts';
import { decodeRecords, encodeRecords } from '#journal/append-log/records.ts';
import { referenceAlerts } from '#outputs/testing/alerts.ts';
import type { FuzzTarget } from './fuzz-target.ts';

const alerts = Object.values(referenceAlerts);
/** Tells the frames of one log from those of another. */
const mark = Buffer.from('fuzzmark');
const frames = alerts.map((_, index) => frameOf(index + 1));
/** What may be read: no damage makes anything else of it. */
const written = new Set(frames.map((frame) => frame.toString('latin1', frameHeaderBytes)));

/** A file of the append log. Its checksums let no mutation through but those that move whole frames. */
export const target: FuzzTarget = {
  name: 'log',
  about: 'damaged files of the append log',
  covers: ['src/journal/append-log/frame.ts', 'src/journal/append-log/records.ts'],
  dictionary: ['fuzzmark', '\0\0\0\0\0\0\0\0'],
  seeds: () => [Buffer.concat(frames.map(aligned)), ...frames, Buffer.concat([...frames, ...frames].map(aligned))],
  maxBytes: 20_000,
  run(input) {
    const { frames: found, broken } = readFrames(Buffer.from(input), mark);
    let last = -1;
    for (const { number, records } of found) {
      assert.ok(number > last, 'frames are in order');
      last = number;
      assert.ok(written.has(records.toString('latin1')), 'records are as they were written');
      const [record] = decodeRecords(records);
      assert.ok(
        alerts.some(({ json }) => json === record?.json),
        'an alert is one that was written',
      );
    }
    for (const { count, firstSeq } of broken) assert.ok(count === 1 && firstSeq >= 1, 'what is lost is counted');
  },
};

function frameOf(number: number): Buffer {
  const alert = alerts[number - 1];
  const entries = alert ? [{ alert, receivedAtMs: number }] : [];
  const frame = encodeRecords(entries, frameHeaderBytes);
  writeFrameHeader(frame, mark, { number, firstSeq: number, count: 1 });
  return frame;
}

/** Frames begin at multiples of 8. */
function aligned(frame: Buffer): Buffer {
  return Buffer.concat([frame, Buffer.alloc((8 - (frame.length % 8)) % 8)]);
}
