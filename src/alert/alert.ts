import { isRawNumber, type Json, type JsonObject } from '#kit/json.ts';
import { escapeHtml, writeJson } from '#kit/json-write.ts';
import { readPlainFields, type PlainFields } from './plain-fields.ts';
import type { Priority } from './priority.ts';

/** Falco's `output_fields`: numbers keep their text, see `#kit/json.ts`. */
export type Fields = JsonObject;

/**
 * What a Falco rule reports, enriched. Every source produces it, every output consumes it, nobody changes it.
 * The names are Falco's; see https://falco.org/docs/concepts/outputs/formatting/.
 */
export interface AlertContent {
  /** Random UUID given on arrival. */
  readonly uuid: string;
  readonly output: string;
  readonly priority: Priority;
  readonly rule: string;
  /** RFC 3339 with up to nine fractional digits and the sender's offset, as Go prints it. See `time.ts`. */
  readonly time: string;
  readonly outputFields: Fields;
  readonly source: string;
  /** Sorted by bytes. */
  readonly tags: readonly string[];
  /** Empty where Falco did not say. */
  readonly hostname: string;
  /** Keys Falcosidekick does not know: kept in the journal, never forwarded. */
  readonly unknown: JsonObject;
}

export interface Alert extends AlertContent {
  /** The alert as Falcosidekick's JSON, byte for byte: what the journal keeps and what raw outputs send. No line end. */
  readonly json: string;
}

/** Completes and freezes an alert, nested fields included. */
export function createAlert(content: AlertContent): Alert {
  return new KeptAlert(content, content.outputFields);
}

/** An alert like another, with some of it changed. Its fields are read when asked for, so a spread of an alert has none. */
export function changedAlert(alert: Alert, changes: Partial<AlertContent>): Alert {
  return createAlert({ ...alert, outputFields: changes.outputFields ?? alert.outputFields, ...changes });
}

/** Like `createAlert`, where the fields are still the text they came as. */
export function createPlainAlert(content: Omit<AlertContent, 'outputFields'>, fields: PlainFields): Alert {
  return new KeptAlert(content, fields);
}

/** The fields of an alert, as long as nobody has asked for their values. */
export function plainFieldsOf(alert: Alert): PlainFields | undefined {
  return KeptAlert.plainFieldsOf(alert);
}

class KeptAlert implements Alert {
  readonly uuid: string;
  readonly output: string;
  readonly priority: Priority;
  readonly rule: string;
  readonly time: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly hostname: string;
  readonly unknown: JsonObject;
  readonly json: string;
  #fields: Fields | PlainFields;

  constructor(content: Omit<AlertContent, 'outputFields'>, fields: Fields | PlainFields) {
    this.uuid = content.uuid;
    this.output = content.output;
    this.priority = content.priority;
    this.rule = content.rule;
    this.time = content.time;
    this.source = content.source;
    this.tags = Object.freeze(content.tags);
    this.hostname = content.hostname;
    this.unknown = deepFreeze(content.unknown);
    this.#fields = typeof fields === 'string' ? fields : deepFreeze(fields);
    this.json = falcosidekickJson(content, typeof fields === 'string' ? fields : writeJson(fields));
    Object.freeze(this);
  }

  static plainFieldsOf(alert: Alert): PlainFields | undefined {
    return #fields in alert && typeof alert.#fields === 'string' ? alert.#fields : undefined;
  }

  get outputFields(): Fields {
    if (typeof this.#fields === 'string') this.#fields = deepFreeze(readPlainFields(this.#fields));
    return this.#fields;
  }
}

/** The order of keys is that of Falcosidekick's event, not the alphabet's. */
function falcosidekickJson(alert: Omit<AlertContent, 'outputFields'>, fields: string): string {
  const head = `{"uuid":${text(alert.uuid)},"output":${text(alert.output)},"priority":"${alert.priority}"`;
  const middle = `,"rule":${text(alert.rule)},"time":"${alert.time}","output_fields":${fields}`;
  const tags = alert.tags.length > 0 ? `,"tags":[${alert.tags.map(text).join(',')}]` : '';
  const hostname = alert.hostname === '' ? '' : `,"hostname":${text(alert.hostname)}`;
  return `${head}${middle},"source":${text(alert.source)}${tags}${hostname}}`;
}

// eslint-disable-next-line no-control-regex -- JSON escapes these characters, or Go does
const escaped = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;

function text(value: string): string {
  return escaped.test(value) ? escapeHtml(JSON.stringify(value)) : `"${value}"`;
}

function deepFreeze<Value extends Json>(value: Value): Value {
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return value;
  Object.freeze(value);
  for (const item of Object.values<Json>(value)) if (typeof item === 'object') deepFreeze(item);
  return value;
}
