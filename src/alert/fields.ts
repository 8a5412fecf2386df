import { isNumber, isJsonObject, numberText, type Json } from '#kit/json.ts';
import { plainFieldsOf, type Alert } from './alert.ts';
import { plainTextField } from './plain-fields.ts';

/** The fields that most chat-style payloads show: those of JSON type string, in the order of their names. */
export function stringFields(alert: Alert): [name: string, value: string][] {
  return Object.keys(alert.outputFields).flatMap((name) => {
    const value = alert.outputFields[name];
    return typeof value === 'string' ? [[name, value] satisfies [string, string]] : [];
  });
}

/** Every field with its value as Go's `%v` prints it, in the order of their names. */
export function textFields(alert: Alert): [name: string, value: string][] {
  return Object.entries(alert.outputFields).map(([name, value]) => [name, fieldText(value)]);
}

/** The value of a field if it is a string, otherwise `''`. */
export function stringField(alert: Alert, name: string): string {
  const plainFields = plainFieldsOf(alert);
  const plain = plainFields === undefined ? undefined : plainTextField(plainFields, name);
  if (plain !== undefined) return plain;
  const value = Object.hasOwn(alert.outputFields, name) ? alert.outputFields[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** A value as Go's `fmt` prints it: `<nil>`, `[1 x]`, `map[k:v]`, numbers with their own text. */
export function fieldText(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null) return '<nil>';
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${key}:${fieldText(item)}`);
    return `map[${entries.sort().join(' ')}]`;
  }
  return `[${value.map(fieldText).join(' ')}]`;
}
