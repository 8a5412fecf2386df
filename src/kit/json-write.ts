import { isRawNumber, type Json, type JsonObject } from './json.ts';

/**
 * Writes JSON exactly as Go's `encoding/json` does, so that what Falcosidekick sends and what we send are the same bytes:
 * object keys sorted by their UTF-8 bytes, no spaces, `<`, `>`, `&`, U+2028 and U+2029 escaped, numbers as they came.
 * See https://pkg.go.dev/encoding/json#Marshal.
 */
export function writeJson(value: Json): string {
  return escapeHtml(sortedText(value));
}

/** Go's `HTMLEscape`: these characters only ever stand inside strings, so the finished text can be replaced at once. */
export function escapeHtml(json: string): string {
  return htmlCharacters.test(json) ? json.replace(allHtmlCharacters, escapeCharacter) : json;
}

/** Orders keys by their UTF-8 bytes, which is the order of code points. */
export function compareBytes(a: string, b: string): number {
  if (!surrogates.test(a) && !surrogates.test(b)) return plainOrder(a, b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Whether the keys of an object stand, and stay, in the order of their bytes. Says no where it would have to look closer: for keys
 * with surrogates, and for those like indexes, which JavaScript moves to the front of an object.
 */
export function areInOrder(keys: readonly string[]): boolean {
  let earlier = '';
  for (const key of keys) {
    if (key < earlier || outOfOrder.test(key)) return false;
    earlier = key;
  }
  return true;
}

const htmlCharacters = /[<>&\u2028\u2029]/;
const allHtmlCharacters = /[<>&\u2028\u2029]/g;
const surrogates = /[\ud800-\udfff]/;
const outOfOrder = /^\d|[\ud800-\udfff]/;

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function plainOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sortedText(value: Json): string {
  if (!isContainer(value)) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(sortedText).join(',')}]`;
  const keys = Object.keys(value);
  if (areInOrder(keys) && !keys.some((key) => isContainer(value[key]))) return JSON.stringify(value);
  keys.sort(compareBytes);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedText(value[key] ?? null)}`).join(',')}}`;
}

function isContainer(value: Json | undefined): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null && !isRawNumber(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
