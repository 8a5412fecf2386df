import type { RawNumber } from '#kit/json.ts';
import type { Budget } from './budget.ts';
import { byteLength, fromBytes, toBytes } from './go-string.ts';
import { fail } from './template-error.ts';
import {
  isJsonNumber,
  isList,
  isMap,
  numberText,
  TemplateByte,
  TemplatePrintable,
  TemplateStruct,
  TemplateFloat,
  typeName,
  underlying,
  type TemplateValue,
} from './value.ts';

/** The functions `index`, `slice` and `len`, and the fields of chains such as `.A.B`. */

const maxInt = 2n ** 63n - 1n;

/** `hasArguments`: the template treats the field as a method. */
export function field(value: TemplateValue, name: string, hasArguments: boolean): TemplateValue {
  if (value === undefined) return undefined;
  if (value === null) return fail(`nil pointer evaluating interface {}.${name}`);
  const receiver = value instanceof TemplatePrintable ? value.value : value;
  if (isJsonNumber(receiver)) return numberMethod(receiver, name, hasArguments);
  const fields = receiver instanceof TemplateStruct ? receiver.fields : receiver;
  if (isMap(fields)) {
    const isKnown = Object.hasOwn(fields, name);
    if (!isKnown && receiver instanceof TemplateStruct) return fail(cannotEvaluate(value, name));
    if (hasArguments) return fail(`${name} is not a method but has arguments`);
    return isKnown ? fields[name] : undefined;
  }
  return fail(cannotEvaluate(value, name));
}

export function index(value: TemplateValue, keys: readonly TemplateValue[]): TemplateValue {
  if (value === undefined || value === null) return fail('index of untyped nil');
  let item: TemplateValue = value;
  for (const key of keys) {
    if (item === undefined || item === null) return fail('index of nil pointer');
    item = element(underlying(item), underlying(key));
  }
  return item ?? null;
}

export function slice(value: TemplateValue, positions: readonly TemplateValue[], budget: Budget): TemplateValue {
  if (value === undefined || value === null) return fail('slice of untyped nil');
  if (positions.length > 3) return fail(`too many slice indexes: ${positions.length}`);
  const item = underlying(value);
  if (isList(item)) {
    budget.spend(item.length);
    return item.slice(...range(positions, item.length));
  }
  if (typeof item !== 'string' && !isJsonNumber(item)) return fail(`can't slice item of type ${typeName(value)}`);
  if (positions.length === 3) return fail('cannot 3-index slice a string');
  const bytes = toBytes(textOf(item));
  return fromBytes(bytes.subarray(...range(positions, bytes.length)));
}

export function length(value: TemplateValue, budget: Budget): bigint {
  if (value === undefined || value === null) return fail('len of nil pointer');
  const item = underlying(value);
  if (typeof item === 'string' || isJsonNumber(item)) return BigInt(byteLength(textOf(item)));
  if (isList(item)) return BigInt(item.length);
  if (!isMap(item)) return fail(`len of type ${typeName(value)}`);
  const count = Object.keys(item).length;
  budget.spend(count);
  return BigInt(count);
}

/** The methods of Go's `json.Number`. */
function numberMethod(number: number | RawNumber, name: string, hasArguments: boolean): TemplateValue {
  const text = numberText(number);
  if (name !== 'String' && name !== 'Int64' && name !== 'Float64') return fail(cannotEvaluate(number, name));
  if (hasArguments) return fail(`wrong number of args for ${name}: want 0`);
  if (name === 'String') return text;
  if (name === 'Float64') return new TemplateFloat(finite(Number(text), text));
  const isInteger = text.length <= 20 && /^-?\d+$/.test(text);
  const integer = isInteger ? BigInt(text) : undefined;
  if (integer === undefined || integer > maxInt || integer < -maxInt - 1n) return fail(`${text} is not an int64`);
  return integer;
}

function finite(value: number, text: string): number {
  return Number.isFinite(value) ? value : fail(`${text} is not a float64`);
}

function element(item: TemplateValue, key: TemplateValue): TemplateValue {
  if (isMap(item)) {
    if (typeof key !== 'string') return fail(`value has type ${typeName(key)}; should be string`);
    return Object.hasOwn(item, key) ? (item[key] ?? null) : null;
  }
  if (isList(item)) return item[position(key, item.length - 1)] ?? null;
  if (typeof item !== 'string' && !isJsonNumber(item)) return fail(`can't index item of type ${typeName(item)}`);
  const bytes = toBytes(textOf(item));
  return new TemplateByte(bytes[position(key, bytes.length - 1)] ?? 0);
}

function position(key: TemplateValue, last: number): number {
  const place = key instanceof TemplateByte ? BigInt(key.value) : key;
  if (place === undefined || place === null) return fail('cannot index slice/array with nil');
  if (typeof place !== 'bigint') return fail(`cannot index slice/array with type ${typeName(key)}`);
  if (place < 0n || place > last) return fail(`index out of range: ${place}`);
  return Number(place);
}

function range(positions: readonly TemplateValue[], itemLength: number): [start: number, end: number] {
  const [start = 0, end = itemLength, capacity = itemLength] = positions.map((key) =>
    position(underlying(key), itemLength),
  );
  if (start > end) return fail(`invalid slice index: ${start} > ${end}`);
  if (end > capacity) return fail(`invalid slice index: ${end} > ${capacity}`);
  return [start, end];
}

function textOf(value: string | number | RawNumber): string {
  return typeof value === 'string' ? value : numberText(value);
}

function cannotEvaluate(value: TemplateValue, name: string): string {
  return `can't evaluate field ${name} in type ${typeName(value)}`;
}
