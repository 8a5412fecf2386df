import { isRawNumber, type Json, type JsonObject } from '#kit/json.ts';

/** The member of an object, and nothing where there is no such object. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (!isKeyed(value)) return undefined;
  const found = value[key];
  if (found === undefined) return undefined;
  return isInherited(found, key) || (key === 'rawJSON' && isRawNumber(value)) ? undefined : found;
}

/** What objects have without being given it are functions, which JSON has none of, and their prototype. */
function isInherited(found: unknown, key: string): boolean {
  return typeof found === 'function' || (key === '__proto__' && found === Object.prototype);
}

/** An object, or a number kept as its text, whose one key is `rawJSON`: telling them apart costs more than looking. */
function isKeyed(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Follows the keys of objects, one below the other. */
export function memberAt(value: Json | undefined, keys: readonly string[]): Json | undefined {
  let current = value;
  for (const key of keys) {
    current = member(current, key);
    if (current === undefined) return undefined;
  }
  return current;
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function itemsOf(value: Json | undefined): readonly Json[] {
  return isJsonList(value) ? value : [];
}

/** A string as it is; anything else as JSON without spaces, numbers as they came. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The string, where it is one. */
export function stringOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * Follows a JSON pointer (RFC 6901) as Falco's `json` plugin does: the leading slash may be missing, a digit may be an index or a key.
 * @see https://datatracker.ietf.org/doc/html/rfc6901
 */
export function compilePointer(pointer: string): (document: Json) => Json | undefined {
  const keys = pointerKeys(pointer);
  return (document) => {
    let current: Json | undefined = document;
    for (const key of keys) {
      current = isJsonList(current) ? current[indexOf(key)] : member(current, key);
      if (current === undefined) return undefined;
    }
    return current;
  };
}

function pointerKeys(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const path = pointer.startsWith('/') ? pointer.slice(1) : pointer;
  return path.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Go's `strconv.Atoi`, by which the plugin reads an index: a sign and leading zeros are fine. -1 is no index. */
function indexOf(key: string): number {
  return /^\+?\d+$/.test(key) ? Number(key) : -1;
}

/** An integer of at most 64 bits, or what is left of a number with a fraction, as the CloudTrail plugin reads byte counts. */
export function unsignedOf(value: Json | undefined): bigint {
  if (typeof value === 'number') return BigInt(Math.max(0, Math.trunc(value)));
  if (!isRawNumber(value)) return 0n;
  if (/^\d{1,20}$/.test(value.rawJSON)) return BigInt.asUintN(64, BigInt(value.rawJSON));
  const rounded = Number(value.rawJSON);
  return Number.isFinite(rounded) && rounded > 0 ? BigInt.asUintN(64, BigInt(Math.trunc(rounded))) : 0n;
}
