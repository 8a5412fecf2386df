import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';
import type { PlainFields } from './plain-fields.ts';
import { parsePriority, type Priority } from './priority.ts';
import { isZeroTime, parseTime } from './time.ts';
import type { Fields } from './alert.ts';

/** An alert that cannot be accepted. The message names the key and what it should be. */
export class InvalidAlertError extends Error {
  override readonly name = 'InvalidAlertError';
}

/** An alert as Falco posts it, before enrichment; whatever may be absent upstream may be absent here. */
export interface FalcoAlert {
  readonly output: string;
  readonly priority: Priority | undefined;
  readonly rule: string;
  /** Canonical, see `time.ts`. */
  readonly time: string | undefined;
  readonly outputFields: Fields;
  /** The same, where they came as Falcosidekick would send them. */
  readonly plainFields?: PlainFields;
  readonly source: string;
  readonly tags: readonly string[];
  readonly hostname: string;
  readonly unknown: JsonObject;
}

const knownKeys: ReadonlySet<string> = new Set([
  'uuid',
  'output',
  'priority',
  'rule',
  'time',
  'output_fields',
  'source',
  'tags',
  'hostname',
]);

/**
 * Reads one alert as Go's decoder reads it for Falcosidekick: keys in any case, `null` is absent, the last of several
 * wins. @throws InvalidAlertError for a value of the wrong type.
 */
export function readFalcoAlert(json: Json): FalcoAlert {
  if (!isJsonObject(json)) throw new InvalidAlertError('An alert must be a JSON object');
  const known: Record<string, Json> = {};
  const unknown: Record<string, Json> = {};
  for (const [key, value] of Object.entries(json)) {
    const name = knownKeys.has(key) ? key : key.toLowerCase();
    if (!knownKeys.has(name)) define(unknown, key, value);
    else if (value !== null) known[name] = value;
  }
  text(known, 'uuid');
  return {
    output: text(known, 'output'),
    priority: parsePriority(text(known, 'priority')),
    rule: text(known, 'rule'),
    time: time(known['time']),
    outputFields: fields(known['output_fields']),
    source: text(known, 'source'),
    tags: tags(known['tags']),
    hostname: text(known, 'hostname'),
    unknown,
  };
}

function text(known: Record<string, Json>, key: string): string {
  const value = known[key];
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new InvalidAlertError(`"${key}" must be a string`);
  return value;
}

function time(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const canonical = typeof value === 'string' ? parseTime(value) : undefined;
  if (canonical === undefined) {
    throw new InvalidAlertError('"time" must be an RFC 3339 time stamp such as "2026-01-31T12:00:00.123456789Z"');
  }
  return isZeroTime(canonical) ? undefined : canonical;
}

function fields(value: Json | undefined): Fields {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw new InvalidAlertError('"output_fields" must be an object');
  return value;
}

function tags(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new InvalidAlertError('"tags" must be an array of strings');
  return value.map((tag: Json) => {
    if (tag === null) return '';
    if (typeof tag !== 'string') throw new InvalidAlertError('"tags" must be an array of strings');
    return tag;
  });
}

/** Also for `__proto__`, which an assignment would not store. */
function define(target: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
