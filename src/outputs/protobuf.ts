/**
 * Messages of Protocol Buffers as lists of fields, from which both of their forms are written: bytes, and the JSON that
 * stands for them. As OTLP wants it, identifiers are hexadecimal in JSON, and enumerations are numbers.
 * See https://protobuf.dev/programming-guides/encoding/ and https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding.
 */
export type Message = readonly Field[];

export interface Field {
  /** In JSON. */
  readonly name: string;
  /** Tag and value. */
  bytes(): Uint8Array;
  json(): unknown;
}

export function toBytes(message: Message): Uint8Array {
  return Buffer.concat(message.map((field) => field.bytes()));
}

export function toJson(message: Message): unknown {
  return Object.fromEntries(message.map((field) => [field.name, field.json()]));
}

/** A `string`. */
export function text(name: string, number: number, value: string): Field {
  return { name, bytes: () => delimited(number, Buffer.from(value)), json: () => value.toWellFormed() };
}

/** `bytes` that identify something. */
export function identifier(name: string, number: number, value: Uint8Array): Field {
  return { name, bytes: () => delimited(number, value), json: () => Buffer.from(value).toString('hex') };
}

/** A `bool`. */
export function flag(name: string, number: number, value: boolean): Field {
  return { name, bytes: () => Buffer.from([...tag(number, varintType), value ? 1 : 0]), json: () => value };
}

/** An enumeration, or a `uint32`. */
export function count(name: string, number: number, value: number): Field {
  return { name, bytes: () => Buffer.from([...tag(number, varintType), ...varint(value)]), json: () => value };
}

/** An `int64`, whose JSON is a text. */
export function integer(name: string, number: number, value: bigint): Field {
  const bytes = () => Buffer.from([...tag(number, varintType), ...varint64(value)]);
  return { name, bytes, json: () => String(value) };
}

/** A `fixed64` or, for counts that are not negative, a `sfixed64`. */
export function fixed64(name: string, number: number, value: bigint): Field {
  const bytes = () => Buffer.concat([Buffer.from(tag(number, fixed64Type)), fixed64Bytes(value)]);
  return { name, bytes, json: () => String(value) };
}

/** A `double`. */
export function double(name: string, number: number, value: number): Field {
  const bytes = () => Buffer.concat([Buffer.from(tag(number, fixed64Type)), doubleBytes(value)]);
  return { name, bytes, json: () => value };
}

/** A `repeated fixed64`. */
export function fixed64s(name: string, number: number, values: readonly bigint[]): Field {
  const bytes = () => delimited(number, Buffer.concat(values.map(fixed64Bytes)));
  return { name, bytes, json: () => values.map(String) };
}

/** A `repeated double`. */
export function doubles(name: string, number: number, values: readonly number[]): Field {
  return { name, bytes: () => delimited(number, Buffer.concat(values.map(doubleBytes))), json: () => values };
}

export function message(name: string, number: number, value: Message): Field {
  return { name, bytes: () => delimited(number, toBytes(value)), json: () => toJson(value) };
}

/** A `repeated` message. */
export function messages(name: string, number: number, values: readonly Message[]): Field {
  const bytes = () => Buffer.concat(values.map((value) => delimited(number, toBytes(value))));
  return { name, bytes, json: () => values.map(toJson) };
}

/** The kinds of values on the wire. */
const [varintType, fixed64Type, delimitedType] = [0, 1, 2];

function tag(number: number, type: number): readonly number[] {
  return varint(number * 8 + type);
}

function delimited(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([...tag(number, delimitedType), ...varint(content.length)]), content]);
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function varint64(value: bigint): readonly number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return [...bytes, Number(rest)];
}

function fixed64Bytes(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes;
}

function doubleBytes(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
