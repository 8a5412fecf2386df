import type { Alert } from '#alert/alert.ts';
import { changedAlert } from '#alert/alert.ts';
import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';

/**
 * Falcosidekick's JSON with tags of the operator after those of the alert, and without indexes in the names of fields, in which
 * Logstash would see a path to another field. See https://www.elastic.co/docs/reference/logstash/event-dependent-configuration.
 */
export function logstashLine(alert: Alert, tags: readonly string[]): string {
  const hasIndex = index.test(alert.json);
  if (!hasIndex && tags.length === 0) return `${alert.json}\r\n`;
  const outputFields = hasIndex ? withoutIndexes(alert.outputFields) : alert.outputFields;
  return `${changedAlert(alert, { outputFields, tags: [...alert.tags, ...tags] }).json}\r\n`;
}

const index = /\[\d+\]/;

/** Where that makes two names the same, the field that had it from the start stays. */
function withoutIndexes(fields: JsonObject): JsonObject {
  const entries = Object.entries<Json>(fields).map(([name, value]): readonly [string, string, Json] => [
    name,
    name.replaceAll(/\[(\d+)\]/g, '.$1'),
    isJsonObject(value) ? withoutIndexes(value) : value,
  ]);
  const kept = entries.filter(([name, newName]) => name === newName || !Object.hasOwn(fields, newName));
  return Object.fromEntries(kept.map(([, name, value]) => [name, value]));
}
