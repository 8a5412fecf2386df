/**
 * JSON whose numbers keep their text. Falco's `evt.time` is in nanoseconds and does not fit a double, so a number that
 * a double cannot print back is held as `JSON.rawJSON(text)`, which `JSON.stringify` writes as it came.
 * See https://github.com/tc39/proposal-json-parse-with-source.
 */

declare global {
  interface JSON {
    rawJSON(text: string): RawNumber;
    isRawJSON(value: unknown): value is RawNumber;
  }
}

/** A number whose text a double would change: `1507591916746609046`, `1.0`, `1e400`. */
export interface RawNumber {
  readonly rawJSON: string;
}

export type Json = string | number | boolean | null | RawNumber | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isRawNumber(value: unknown): value is RawNumber {
  return JSON.isRawJSON(value);
}

export function isNumber(value: Json | undefined): value is number | RawNumber {
  return typeof value === 'number' || isRawNumber(value);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

/** The text of a number as it came in. */
export function numberText(value: number | RawNumber): string {
  return typeof value === 'number' ? JSON.stringify(value) : value.rawJSON;
}
