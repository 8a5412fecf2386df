/** The fields of a message by their numbers, the last value of each. Only what is told here of a type is kept. */
export interface ReadMessage {
  /** Of type `int32`, `int64` and the like; 0 where there is none. */
  varint(number: number): bigint;
  /** Of type `string`, `bytes` or a message; empty where there is none. */
  content(number: number): Uint8Array;
  /** The same where a field is `repeated`. */
  contents(number: number): readonly Uint8Array[];
}

interface ReadField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/**
 * Reads as much of a message as it is one: what answers is not to be trusted.
 * See https://protobuf.dev/programming-guides/encoding/.
 */
export function readProtobuf(bytes: Uint8Array): ReadMessage {
  const fields = [...fieldsOf(bytes)];
  const contents = (number: number) =>
    fields.flatMap((field) => (field.number === number && typeof field.value === 'object' ? [field.value] : []));
  return {
    contents,
    content: (number) => contents(number).at(-1) ?? new Uint8Array(),
    varint: (number) =>
      fields.findLast(
        (field): field is ReadField & { value: bigint } => field.number === number && typeof field.value === 'bigint',
      )?.value ?? 0n,
  };
}

function* fieldsOf(bytes: Uint8Array): Generator<ReadField> {
  let at = 0;
  while (at < bytes.length) {
    const [tag, afterTag] = readVarint(bytes, at);
    const number = Number(tag >> 3n);
    const type = Number(tag & 7n);
    const [value, afterValue] = type === 0 || type === 2 ? readVarint(bytes, afterTag) : [0n, afterTag];
    const length = type === 0 ? 0 : (fixedLengths[type] ?? Number(value));
    const end = afterValue + length;
    if (type > 5 || end > bytes.length) return;
    if (type === 0) yield { number, value };
    if (type === 2) yield { number, value: bytes.subarray(afterValue, end) };
    at = end;
  }
}

/** Of numbers that have no varint before them. */
const fixedLengths: Readonly<Record<number, number>> = { 1: 8, 3: 0, 4: 0, 5: 4 };

function readVarint(bytes: Uint8Array, start: number): [value: bigint, end: number] {
  let value = 0n;
  for (let at = start; at < bytes.length && at - start < 10; at++) {
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 127) << BigInt(7 * (at - start));
    if (byte < 128) return [value, at + 1];
  }
  return [0n, Number.POSITIVE_INFINITY];
}
