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
