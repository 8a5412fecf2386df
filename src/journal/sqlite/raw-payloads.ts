import { RawPages } from './raw-pages.ts';

/** A row of `payloads`. */
export interface StoredPayload {
  readonly seq: number;
  readonly checksum: number;
  readonly json: string;
  readonly unknown: string;
}

const tableLeaf = 0x0d;
const cellCountAt = 3;
const cellPointersAt = 8;

/**
 * Looks for rows of `payloads` on every page of a damaged journal, whatever became of the tree that leads to them; see
 * https://www.sqlite.org/fileformat2.html#b_tree_pages. What it finds is a guess until its checksum is compared.
 */
export function* rawPayloads(file: string): Generator<StoredPayload> {
  using pages = new RawPages(file);
  for (const page of pages.all()) {
    if (page[0] !== tableLeaf) continue;
    const count = page.readUInt16BE(cellCountAt);
    for (let cell = 0; cell < count && cellPointersAt + cell * 2 + 2 <= page.length; cell++) {
      const payload = readCell(pages, page, page.readUInt16BE(cellPointersAt + cell * 2));
      if (payload) yield payload;
    }
  }
}

function readCell(pages: RawPages, page: Buffer, start: number): StoredPayload | undefined {
  const size = readVarint(page, start);
  const seq = readVarint(page, size.end);
  const record = pages.readContent(page, seq.end, size.value);
  return record && readRecord(seq.value, record);
}

/** A record of the columns seq (which stands in the key), checksum, json and unknown. */
function readRecord(seq: number, record: Buffer): StoredPayload | undefined {
  const header = readVarint(record, 0);
  const types: number[] = [];
  for (let at = header.end; at < header.value && types.length <= 4;) {
    const type = readVarint(record, at);
    types.push(type.value);
    at = type.end;
  }
  const [key, checksumType = 0, jsonType = 0, unknownType = 0] = types;
  if (types.length !== 4 || key !== 0 || !isText(jsonType) || !isText(unknownType)) return undefined;
  const jsonAt = header.value + integerBytes(checksumType);
  const unknownAt = jsonAt + textBytes(jsonType);
  if (unknownAt + textBytes(unknownType) > record.length) return undefined;
  return {
    seq,
    checksum: readInteger(record, header.value, checksumType),
    json: record.toString('utf8', jsonAt, unknownAt),
    unknown: record.toString('utf8', unknownAt, unknownAt + textBytes(unknownType)),
  };
}

/** Big-endian groups of seven bits, at most nine bytes; numbers beyond 2^53 do not occur here. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = bytes[at] ?? 0;
    value = value * 0x80 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value: value * 0x100 + (bytes[start + 8] ?? 0), end: start + 9 };
}

function isText(type: number): boolean {
  return type >= 13 && type % 2 === 1;
}

function textBytes(type: number): number {
  return (type - 13) / 2;
}

/** By serial type: 1 to 4 are as many bytes, 5 is six, 6 is eight, 8 and 9 stand for 0 and 1. */
function integerBytes(type: number): number {
  return [0, 1, 2, 3, 4, 6, 8][type] ?? 0;
}

function readInteger(bytes: Buffer, at: number, type: number): number {
  const length = integerBytes(type);
  if (length === 0) return type === 9 ? 1 : 0;
  return length <= 6 && at + length <= bytes.length ? bytes.readIntBE(at, length) : 0;
}
