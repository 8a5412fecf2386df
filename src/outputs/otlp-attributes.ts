import { isJsonObject, isNumber, numberText, type Json } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { double, flag, integer, message, messages, text, type Message } from './protobuf.ts';
import { shorten } from './shorten.ts';

/** By its name; names are unique in OTLP. */
export type Attributes = ReadonlyMap<string, Json>;

/** The `KeyValue`s for a list of attributes. */
export function keyValues(attributes: Iterable<readonly [name: string, value: Json]>): readonly Message[] {
  return Array.from(attributes, ([name, value]) => [text('key', 1, name), message('value', 2, anyValue(value))]);
}

/**
 * Every receiver takes a request of 4 MiB: so much does gRPC take unless told otherwise. This leaves room for a batch.
 * See https://opentelemetry.io/docs/specs/otlp/#otlpgrpc and `max_recv_msg_size_mib` of the Collector.
 */
const maxAlertLength = 512 * 1024;
const maxTextLength = 32 * 1024;
/** Some decoders refuse what nests deeper than a hundred messages, with all that is in the same request. */
const maxDepth = 10;

/** The beginning of a list of attributes that is not too much for one request, texts cut, and how many are left out. */
export function withinLimits(attributes: Attributes): { readonly kept: Attributes; readonly dropped: number } {
  let length = 0;
  const cut = [...attributes].map(([name, value]) => [shorten(name, maxTextLength), cutValue(value)] as const);
  const kept = cut.filter(([name, value]) => {
    const size = name.length + (typeof value === 'string' ? value.length : writeJson(value).length);
    if (length + size > maxAlertLength) return false;
    length += size;
    return true;
  });
  return { kept: new Map(kept), dropped: attributes.size - kept.length };
}

export function cutText(value: string): string {
  return shorten(value, maxTextLength);
}

function cutValue(value: Json): Json {
  if (typeof value === 'string') return cutText(value);
  if (typeof value !== 'object' || value === null || isNumber(value)) return value;
  const json = writeJson(value);
  return json.length > maxTextLength || depthOf(value) > maxDepth ? cutText(json) : value;
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null || isNumber(value)) return 0;
  return 1 + Math.max(0, ...Object.values<Json>(value).map(depthOf));
}

/** An `AnyValue`: null is one without a value. */
function anyValue(value: Json): Message {
  if (typeof value === 'string') return [text('stringValue', 1, value)];
  if (typeof value === 'boolean') return [flag('boolValue', 2, value)];
  if (value === null) return [];
  if (isNumber(value)) return numberValue(numberText(value));
  if (isJsonObject(value))
    return [message('kvlistValue', 6, [messages('values', 1, keyValues(Object.entries(value)))])];
  return [message('arrayValue', 5, [messages('values', 1, value.map(anyValue))])];
}

/** What fits neither an integer of 64 bits nor a double stays a text, with all its digits. */
function numberValue(digits: string): Message {
  if (!/^-?\d+$/.test(digits)) {
    return Number.isFinite(Number(digits))
      ? [double('doubleValue', 4, Number(digits))]
      : [text('stringValue', 1, digits)];
  }
  const number = BigInt(digits);
  return BigInt.asIntN(64, number) === number ? [integer('intValue', 3, number)] : [text('stringValue', 1, digits)];
}
