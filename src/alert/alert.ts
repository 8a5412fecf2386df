import { isRawNumber, type Json, type JsonObject } from '#kit/json.ts';
import { escapeHtml, writeJson } from '#kit/json-write.ts';
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
  deepFreeze(content.outputFields);
  deepFreeze(content.unknown);
  Object.freeze(content.tags);
  return Object.freeze({ ...content, json: falcosidekickJson(content) });
}

/** The order of keys is that of Falcosidekick's event, not the alphabet's. */
function falcosidekickJson(alert: AlertContent): string {
  const head = `{"uuid":${text(alert.uuid)},"output":${text(alert.output)},"priority":"${alert.priority}"`;
  const middle = `,"rule":${text(alert.rule)},"time":"${alert.time}","output_fields":${writeJson(alert.outputFields)}`;
  const tags = alert.tags.length > 0 ? `,"tags":${escapeHtml(JSON.stringify(alert.tags))}` : '';
  const hostname = alert.hostname === '' ? '' : `,"hostname":${text(alert.hostname)}`;
  return `${head}${middle},"source":${text(alert.source)}${tags}${hostname}}`;
}

function text(value: string): string {
  return escapeHtml(JSON.stringify(value));
}

function deepFreeze(value: Json): void {
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return;
  Object.freeze(value);
  for (const item of Object.values<Json>(value)) if (typeof item === 'object') deepFreeze(item);
}
