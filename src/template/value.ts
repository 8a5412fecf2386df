/**
 * What a template can read, and which Go type each value stands for. Alerts come from JSON, and upstream decodes JSON
 * numbers as `json.Number`: a kind of string, so `printf "%d"` refuses them and `{{if .zero}}` takes `0` for true.
 * We print and test them the same way.
 */

import type { RawNumber } from '#kit/json.ts';

/** A Go `map[string]interface {}`: a missing key reads as "no value". */
export interface TemplateMap {
  readonly [key: string]: TemplateValue;
}

/**
 * `number` and `RawNumber` are Go's `json.Number`, `bigint` is `int`, a plain object is a map, `undefined` is "no value"
 * and `null` is `nil`.
 */
export type TemplateValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | RawNumber
  | TemplateFloat
  | TemplateByte
  | TemplateStruct
  | TemplatePrintable
  | readonly TemplateValue[]
  | TemplateMap;

/** A Go struct: reading a field that it lacks is an error. */
export class TemplateStruct {
  readonly fields: TemplateMap;
  readonly typeName: string;

  constructor(fields: TemplateMap, typeName: string) {
    this.fields = fields;
    this.typeName = typeName;
  }
}

/** A Go value with a `String` method: it prints as its text and is compared by its value. */
export class TemplatePrintable {
  readonly text: string;
  readonly value: TemplateValue;
  readonly typeName: string;

  constructor(text: string, value: TemplateValue, typeName: string) {
    this.text = text;
    this.value = value;
    this.typeName = typeName;
  }
}

/** What is already written for where it goes: no `escape` of a rendering changes it, unless a function made a text of it. */
export class TemplateVerbatim extends TemplatePrintable {
  constructor(text: string) {
    super(text, text, 'template.Verbatim');
  }
}

/** A Go `float64`, which only a literal such as `1.5` or the method `Float64` makes. */
export class TemplateFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A Go `uint8`, which only `index` of a string makes. */
export class TemplateByte {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export function struct(fields: TemplateMap, typeName = 'struct'): TemplateStruct {
  return new TemplateStruct(fields, typeName);
}

/** Without `value` the result equals nothing but itself, as a Go struct with a `String` method does. */
export function printable(text: string, value?: TemplateValue, typeName = 'struct'): TemplatePrintable {
  return new TemplatePrintable(text, value ?? struct({ text }, typeName), typeName);
}

export function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

export function isJsonNumber(value: TemplateValue): value is number | RawNumber {
  return typeof value === 'number' || JSON.isRawJSON(value);
}

export function isMap(value: TemplateValue): value is TemplateMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !JSON.isRawJSON(value) &&
    !(value instanceof TemplateStruct) &&
    !(value instanceof TemplatePrintable) &&
    !(value instanceof TemplateFloat) &&
    !(value instanceof TemplateByte)
  );
}

/** The value without its `String` method. */
export function underlying(value: TemplateValue): TemplateValue {
  return value instanceof TemplatePrintable ? underlying(value.value) : value;
}

/** The text of a JSON number as it came in. */
export function numberText(value: number | RawNumber): string {
  return typeof value === 'number' ? String(value) : value.rawJSON;
}

/** The name that Go's `%T` prints. */
export function typeName(value: TemplateValue): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (isJsonNumber(value)) return 'json.Number';
  if (value instanceof TemplateFloat) return 'float64';
  if (value instanceof TemplateByte) return 'uint8';
  if (value instanceof TemplateStruct || value instanceof TemplatePrintable) return value.typeName;
  return isList(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** What `if`, `with`, `and`, `or` and `not` take for true. */
export function isTrue(value: TemplateValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'bigint') return value !== 0n;
  if (value === undefined || value === null) return false;
  if (isJsonNumber(value) || value instanceof TemplateStruct) return true;
  if (value instanceof TemplateFloat || value instanceof TemplateByte) return value.value !== 0;
  if (value instanceof TemplatePrintable) return isTrue(value.value);
  if (isList(value)) return value.length > 0;
  return hasKey(value);
}

function hasKey(map: TemplateMap): boolean {
  for (const key in map) if (Object.hasOwn(map, key)) return true;
  return false;
}
