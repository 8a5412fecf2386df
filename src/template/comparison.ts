/**
 * `eq`, `ne`, `lt`, `le`, `gt` and `ge`. Upstream's JSON numbers are strings to Go: it refuses to compare them with a
 * number, and takes "10" to be less than "9". We compare them numerically, on purpose: whole numbers exactly, others as
 * doubles. A JSON number and a string are still compared as texts, as in Go.
 */
import type { RawNumber } from '#kit/json.ts';
import { compareStrings } from './go-string.ts';
import { fail } from './template-error.ts';
import {
  isJsonNumber,
  isList,
  isMap,
  numberText,
  TemplateByte,
  TemplateFloat,
  TemplatePrintable,
  TemplateStruct,
  typeName,
  type TemplateValue,
} from './value.ts';

/** Beyond this many digits a number is compared as a double: reading it exactly would take too long. */
const maxExactDigits = 400;

export function equalsAny(first: TemplateValue, others: readonly TemplateValue[]): boolean {
  if (others.length === 0) fail('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

export function equals(a: TemplateValue, b: TemplateValue): boolean {
  const [left, right] = [basic(a), basic(b)];
  if (isNil(left) || isNil(right)) return isNil(left) === isNil(right);
  const order = compareBasic(left, right);
  if (order !== undefined) return order === 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return left === right;
  if (left instanceof TemplateStruct && right instanceof TemplateStruct) return left === right;
  return fail(
    isComparable(left) || isComparable(right)
      ? `incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`
      : `non-comparable type: ${typeName(isMap(left) || isList(left) ? a : b)}`,
  );
}

export function isLess(a: TemplateValue, b: TemplateValue): boolean {
  const [left, right] = [basic(a), basic(b)];
  if (!isComparable(left) || !isComparable(right)) fail('invalid type for comparison');
  const order = compareBasic(left, right);
  if (order !== undefined) return order < 0;
  const isSameType = typeof left === 'boolean' && typeof right === 'boolean';
  return fail(
    isSameType ? 'invalid type for comparison' : `incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`,
  );
}

/** Orders two strings or two numbers. Nothing if they are something else, or a string and a number. */
function compareBasic(a: TemplateValue, b: TemplateValue): number | undefined {
  if (isText(a) && isText(b)) {
    if (typeof a === 'string' || typeof b === 'string') return compareStrings(textOf(a), textOf(b));
    return order(numeric(a), numeric(b));
  }
  const isInteger = isInt(a) && isInt(b);
  const isFloat = a instanceof TemplateFloat && b instanceof TemplateFloat;
  if (isInteger || isFloat || isJsonNumber(a) || isJsonNumber(b)) return order(numeric(a), numeric(b));
  return undefined;
}

/** Not a number compares as neither less nor equal, so both are asked. */
function order(a: number | bigint | undefined, b: number | bigint | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function numeric(value: TemplateValue): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof TemplateByte || value instanceof TemplateFloat) return value.value;
  return isJsonNumber(value) ? exact(numberText(value)) : undefined;
}

function exact(text: string): number | bigint {
  return text.length <= maxExactDigits && /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}

function basic(value: TemplateValue): TemplateValue {
  return value instanceof TemplatePrintable ? basic(value.value) : value;
}

function isNil(value: TemplateValue): boolean {
  return value === undefined || value === null;
}

function isText(value: TemplateValue): value is string | number | RawNumber {
  return typeof value === 'string' || isJsonNumber(value);
}

function textOf(value: string | number | RawNumber): string {
  return typeof value === 'string' ? value : numberText(value);
}

function isInt(value: TemplateValue): boolean {
  return typeof value === 'bigint' || value instanceof TemplateByte;
}

function isComparable(value: TemplateValue): boolean {
  return isText(value) || isInt(value) || typeof value === 'boolean' || value instanceof TemplateFloat;
}
