import type { Json, JsonObject } from '#kit/json.ts';
import { compileOperand } from '../language/compile/compile-operand.ts';
import { printOperand } from '../language/print-condition.ts';
import type { FieldCatalog, FieldReader, FieldValue, RuleEvent } from './field.ts';
import { fieldsOf, FormatError, parseFormat, type FormatPart } from './format-parts.ts';
import { paddedFields, timeFields } from './generic-fields.ts';

export interface FormattedEvent {
  readonly output: string;
  /** Every plain field of the format under its name, `null` where the event has none. */
  readonly outputFields: JsonObject;
}

/**
 * Makes Falco's output of a rule: `%field`, `%field[argument]`, `%transformer(field)`, `%10field`. What is missing is `<NA>`; the
 * leading asterisk that says so in Falco's sources is understood and taken for granted, as Falco itself puts it there.
 *
 * @throws FormatError
 */
export function compileFormat(format: string, catalog: FieldCatalog): (event: RuleEvent) => FormattedEvent {
  const parts = partsOf(format, catalog);
  const texts = parts.map(compilePart);
  const fields = fieldsOfParts(parts, catalog);
  return (event) => {
    let output = '';
    for (const text of texts) output += typeof text === 'string' ? text : text(event);
    return { output, outputFields: Object.fromEntries(fields.map(({ name, json }) => [name, json(event)])) };
  };
}

/** What Falco would say against a format, or nothing. */
export function checkFormat(format: string, catalog: FieldCatalog): string | undefined {
  try {
    partsOf(format, catalog);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** The names under which a format has its fields in `output_fields`. */
export function formatFields(format: string, catalog: FieldCatalog): readonly string[] {
  return fieldsOfParts(partsOf(format, catalog), catalog).map(({ name }) => name);
}

/** How Falco writes an output into a line of text: line ends, quotes and control characters escaped as in JSON. */
export function escapeLine(output: string): string {
  return JSON.stringify(output.toWellFormed()).slice(1, -1);
}

/** A value in JSON: whole numbers exactly, however large. */
export function jsonOf(value: FieldValue): Json {
  if (typeof value === 'bigint') return exactNumber(value);
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Falco prints lists into a buffer of 1024 bytes, whose last is a NUL. */
const maxListBytes = 1023;

function partsOf(format: string, catalog: FieldCatalog) {
  if (format === '') throw new FormatError('empty formatting token');
  return parseFormat(format.startsWith('*') ? format.slice(1) : format, catalog);
}

function compilePart(part: FormatPart): string | ((event: RuleEvent) => string) {
  if (typeof part === 'string') return part;
  const { read, isList, width, operand } = part;
  const isPadded = operand.kind === 'field' && paddedFields.has(operand.name);
  return (event) => {
    const text = textOfValues(read(event), isList, isPadded);
    return width === 0 ? text : resize(text, width);
  };
}

function textOfValues(values: readonly FieldValue[] | undefined, isList: boolean, isPadded: boolean): string {
  if (values === undefined || values[0] === undefined) return '<NA>';
  if (!isList) return isPadded ? textOfValue(values[0]).padStart(9, '0') : textOfValue(values[0]);
  let text = '(';
  for (const value of values) text += (text.length > 1 ? ',' : '') + textOfValue(value);
  return cut(`${text})`, maxListBytes);
}

function textOfValue(value: FieldValue): string {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' ? value.toFixed(1) : String(value);
}

function cut(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  return Buffer.from(text).subarray(0, maxBytes).toString();
}

function resize(text: string, bytes: number): string {
  const shortened = cut(text, bytes);
  return shortened + ' '.repeat(Math.max(0, bytes - Buffer.byteLength(shortened)));
}

interface OutputField {
  readonly name: string;
  readonly json: (event: RuleEvent) => Json;
}

function fieldsOfParts(parts: readonly FormatPart[], catalog: FieldCatalog): readonly OutputField[] {
  const fields = new Map<string, OutputField>();
  const operands = parts.flatMap((part) => (typeof part === 'string' ? [] : fieldsOf(part.operand)));
  for (const operand of operands) {
    const name = printOperand(operand);
    const { read, isList } = compileOperand(operand, catalog);
    fields.set(name, { name, json: jsonReader(operand.name, read, isList) });
  }
  return [...fields.values()];
}

function jsonReader(name: string, read: FieldReader, isList: boolean): (event: RuleEvent) => Json {
  if (timeFields.has(name)) return (event) => exactNumber(event.timeNs);
  return (event) => {
    const values = read(event);
    if (values === undefined || values[0] === undefined) return null;
    return isList ? values.map(jsonOf) : jsonOf(values[0]);
  };
}

function exactNumber(value: bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : JSON.rawJSON(value.toString());
}
