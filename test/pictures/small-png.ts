import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture of a page as a browser takes it: 8 bits a channel, with or without opacity, which is ignored. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue, one number a pixel. */
  readonly colours: Uint32Array;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const maxColours = 256;
const paletteType = 3;

/** The same picture with at most 256 colours, which pages of text and figures hardly exceed: a third of the size. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = pixelsOf(png);
  const palette = telling(colours);
  const known = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let index = 0; index < colours.length; index++) {
    const colour = colours[index] ?? 0;
    let number = known.get(colour);
    if (number === undefined) known.set(colour, (number = nearestColour(palette, colour)));
    rows[index + Math.floor(index / width) + 1] = number;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, paletteType, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Those that most pixels have, and of the rare ones those that are least like any other: a small mark keeps its colour. */
function telling(colours: Uint32Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const offered = [...counts].map(([colour, count]) => ({ colour, weight: count, distance: Infinity }));
  const palette: number[] = [];
  while (palette.length < maxColours && palette.length < offered.length) {
    const next = offered.reduce((best, one) => (gainOf(one) > gainOf(best) ? one : best));
    palette.push(next.colour);
    for (const one of offered) one.distance = Math.min(one.distance, distanceBetween(one.colour, next.colour));
  }
  return palette;
}

function gainOf({ weight, distance }: { readonly weight: number; readonly distance: number }): number {
  return distance === Infinity ? weight : Math.sqrt(weight) * distance;
}

function distanceBetween(a: number, b: number): number {
  const [red, green, blue] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)];
  return red * red + green * green + blue * blue;
}

function nearestColour(palette: readonly number[], colour: number): number {
  let [nearest, least] = [0, Infinity];
  for (const [index, offered] of palette.entries()) {
    const distance = distanceBetween(offered, colour);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

function channels(colour: number): readonly number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** @throws Error for a picture of another kind than browsers take */
export function pixelsOf(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  let header = Buffer.alloc(13);
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') header = Buffer.from(content);
    if (name === 'IDAT') parts.push(content);
    at += length + 12;
  }
  const [width, height, depth, type] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
  if (depth !== 8 || (type !== 2 && type !== 6)) throw new Error(`This PNG has depth ${depth} and colour type ${type}`);
  const size = type === 2 ? 3 : 4;
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), width * size, size);
  const colours = Uint32Array.from({ length: width * height }, (_, index) => bytes.readUIntBE(index * size, 3));
  return { width, height, colours };
}

/** Undoes what each row was predicted by; see https://www.w3.org/TR/png/#9Filters. */
function unfiltered(rows: Buffer, rowLength: number, size: number): Buffer {
  const height = rows.length / (rowLength + 1);
  const bytes = Buffer.alloc(height * rowLength);
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (rowLength + 1)] ?? 0;
    for (let column = 0; column < rowLength; column++) {
      const at = row * rowLength + column;
      const left = column < size ? 0 : (bytes[at - size] ?? 0);
      const above = row === 0 ? 0 : (bytes[at - rowLength] ?? 0);
      const diagonal = row === 0 || column < size ? 0 : (bytes[at - rowLength - size] ?? 0);
      bytes[at] = (rows[at + row + 1] ?? 0) + predicted(filter, left, above, diagonal);
    }
  }
  return bytes;
}

function predicted(filter: number, left: number, above: number, diagonal: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return Math.floor((left + above) / 2);
    case 4:
      return paeth(left, above, diagonal);
    default:
      return 0;
  }
}

function paeth(left: number, above: number, diagonal: number): number {
  const estimate = left + above - diagonal;
  const [toLeft, toAbove, toDiagonal] = [left, above, diagonal].map((value) => Math.abs(estimate - value));
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toDiagonal ?? 0)) return left;
  return (toAbove ?? 0) <= (toDiagonal ?? 0) ? above : diagonal;
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
