import { crc32, deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pixelsOf, smallPng } from './small-png.ts';

const [red, green, white] = [0xff0000, 0x00ff00, 0xffffff];

/** Three by two, each row predicted from the pixel to the left. */
function truecolour(): Buffer {
  const rows = [
    [white, red, red],
    [green, green, white],
  ].map((row) => {
    const bytes = row.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
    return [1, ...bytes.map((byte, index) => (byte - (bytes[index - 3] ?? 0)) & 255)];
  });
  const header = Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(rows.flat())))]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

it('reads the pixels of a picture', () => {
  expect(pixelsOf(truecolour())).toEqual({
    width: 3,
    height: 2,
    colours: Uint32Array.of(white, red, red, green, green, white),
  });
});

it('makes a picture of few colours, which is read as such', () => {
  const small = smallPng(truecolour());
  expect(() => pixelsOf(small)).toThrow('colour type 3');
  const palette = small.subarray(small.indexOf('PLTE') + 4, small.indexOf('PLTE') + 13);
  expect(palette.toString('hex')).toHaveLength(18);
  for (const colour of ['ff0000', '00ff00', 'ffffff']) expect(palette.toString('hex')).toContain(colour);
});
