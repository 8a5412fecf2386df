import { isJsonObject } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';
import type { Fields } from './alert.ts';

/**
 * Fields as the JSON that Falcosidekick would send, flat and sorted, before anybody has asked for their values. Few outputs do,
 * so reading them is left until then.
 */
export type PlainFields = string;

/** Names in which no character is escaped in JSON. */
const simpleName = /^[\w.[\]-]*$/;

export function readPlainFields(fields: PlainFields): Fields {
  const value = readJson(fields, { maxDepth: 1 });
  return isJsonObject(value) ? value : {};
}

/** A field that is a text: `''` if it is absent or something else, `undefined` if it has to be decoded first. */
export function plainTextField(fields: PlainFields, name: string): string | undefined {
  if (!simpleName.test(name)) return undefined;
  const member = `"${name}":"`;
  let at = fields.indexOf(member);
  while (at >= 0 && !isMemberStart(fields.charCodeAt(at - 1))) at = fields.indexOf(member, at + 1);
  if (at < 0) return '';
  const from = at + member.length;
  const text = fields.slice(from, fields.indexOf('"', from));
  return text.includes('\\') ? undefined : text;
}

/** Within a text a quote is escaped, so one behind `{` or `,` opens or closes a text, and a name follows only where it opens one. */
function isMemberStart(code: number): boolean {
  return code === 0x7b || code === 0x2c;
}

/**
 * Those of some fields that are texts, read in one pass over all. `undefined` where a field holds a list or an object, or text
 * that has to be decoded: then the fields are to be read as a whole.
 */
export function plainTextFields(
  fields: PlainFields,
  isWanted: (name: string) => boolean,
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (let at = 1; fields.charCodeAt(at) === quote;) {
    const nameEnd = fields.indexOf('"', at + 1);
    if (nameEnd < 0 || fields.charCodeAt(nameEnd - 1) === backslash) return undefined;
    const valueAt = nameEnd + 2;
    const first = fields.charCodeAt(valueAt);
    if (first === brace || first === bracket) return undefined;
    const end = first === quote ? textEnd(fields, valueAt + 1) : memberEnd(fields, valueAt);
    const name = fields.slice(at + 1, nameEnd);
    if (first === quote && isWanted(name)) {
      const text = fields.slice(valueAt + 1, end);
      if (text.includes('\\')) return undefined;
      found.set(name, text);
    }
    at = end + (first === quote ? 2 : 1);
  }
  return found;
}

const quote = 0x22;
const brace = 0x7b;
const bracket = 0x5b;
const backslash = 0x5c;

/** The quote behind a text: one that is not escaped. */
function textEnd(fields: string, from: number): number {
  let end = fields.indexOf('"', from);
  while (end >= 0 && isEscaped(fields, from, end)) end = fields.indexOf('"', end + 1);
  return end < 0 ? fields.length : end;
}

function isEscaped(fields: string, from: number, at: number): boolean {
  let before = at - 1;
  while (before >= from && fields.charCodeAt(before) === backslash) before--;
  return (at - before) % 2 === 0;
}

/** The comma or brace behind a number or a literal. */
function memberEnd(fields: string, from: number): number {
  const comma = fields.indexOf(',', from);
  return comma < 0 ? fields.length : comma;
}
