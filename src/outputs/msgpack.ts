import { isRawNumber, numberText, type Json, type RawNumber } from '#kit/json.ts';

/** What MessagePack can say that JSON cannot: bytes that are put in as they are, because they are encoded already. */
export type Packable = Json | Packed | readonly Packable[] | { readonly [key: string]: Packable };

/** A value that is MessagePack already. */
export class Packed {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A value in MessagePack. See https://github.com/msgpack/msgpack/blob/master/spec.md. */
export function packed(value: Packable): Buffer {
  return Buffer.concat(partsOf(value));
}

function partsOf(value: Packable): readonly Uint8Array[] {
  if (value === null) return [Buffer.of(0xc0)];
  if (typeof value === 'boolean') return [Buffer.of(value ? 0xc3 : 0xc2)];
  if (typeof value === 'string') return textParts(value);
  if (typeof value === 'number' || isRawNumber(value)) return numberParts(value);
  if (value instanceof Packed) return [value.bytes];
  if (isList(value)) return [head(value.length, listHeads), ...value.flatMap(partsOf)];
  const entries = Object.entries<Packable>(value);
  return [head(entries.length, mapHeads), ...entries.flatMap(([key, item]) => [...textParts(key), ...partsOf(item)])];
}

function isList(value: object): value is readonly Packable[] {
  return Array.isArray(value);
}

interface Heads {
  /** For lengths below `short` the length is in the first byte, added to `base`. */
  readonly base: number;
  readonly short: number;
  readonly byte?: number;
  readonly two: number;
  readonly four: number;
}

const textHeads: Heads = { base: 0xa0, short: 32, byte: 0xd9, two: 0xda, four: 0xdb };
const listHeads: Heads = { base: 0x90, short: 16, two: 0xdc, four: 0xdd };
const mapHeads: Heads = { base: 0x80, short: 16, two: 0xde, four: 0xdf };

function head(length: number, { base, short, byte, two, four }: Heads): Buffer {
  if (length < short) return Buffer.of(base + length);
  if (byte !== undefined && length < 0x100) return Buffer.of(byte, length);
  const buffer = Buffer.alloc(length < 0x1_0000 ? 3 : 5);
  if (length < 0x1_0000) buffer.writeUInt16BE(length, buffer.writeUInt8(two));
  else buffer.writeUInt32BE(length, buffer.writeUInt8(four));
  return buffer;
}

/** Lone surrogates become U+FFFD, since a text has to be UTF-8. */
function textParts(text: string): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  return [head(bytes.length, textHeads), bytes];
}

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 64n - 1n;

/** Integers as such; what fits neither 64 bits nor a double stays the text it was. */
function numberParts(value: number | RawNumber): readonly Uint8Array[] {
  const text = numberText(value);
  if (!/^-?\d+$/.test(text) || text === '-0') {
    const number = Number(text);
    return Number.isFinite(number) ? [floatBytes(number)] : textParts(text);
  }
  const integer = BigInt(text);
  return integer < minInteger || integer > maxInteger ? textParts(text) : [integerBytes(integer)];
}

function floatBytes(value: number): Buffer {
  const buffer = Buffer.alloc(9);
  buffer.writeDoubleBE(value, buffer.writeUInt8(0xcb));
  return buffer;
}

function integerBytes(integer: bigint): Buffer {
  if (integer >= 0n && integer < 128n) return Buffer.of(Number(integer));
  if (integer < 0n && integer >= -32n) return Buffer.of(0x100 + Number(integer));
  const buffer = Buffer.alloc(9);
  if (integer < 0n) buffer.writeBigInt64BE(integer, buffer.writeUInt8(0xd3));
  else buffer.writeBigUInt64BE(integer, buffer.writeUInt8(0xcf));
  return buffer;
}
