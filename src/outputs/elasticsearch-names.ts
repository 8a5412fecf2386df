import { changedAlert, type Alert } from '#alert/alert.ts';
import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';

/**
 * A dot in the name of a field means an object. Of more levels than this no index takes a document, and thousands of them are
 * more than the stack of OpenSearch 2 holds, which ends its process.
 * See https://www.elastic.co/docs/reference/elasticsearch/index-settings/mapping-limit.
 */
const maxDots = 20;

/** The alert with underscores for the dots in names of fields: all of them where the operator asked for it, or else where they are too many. */
export function withFlatNames(alert: Alert, isAsked: boolean): Alert {
  if (!isAsked && !hasDeepName(alert.json)) return alert;
  return changedAlert(alert, { outputFields: flatNames(alert.outputFields, isAsked ? 0 : maxDots) });
}

/** Reads no more than it must of alerts that are as they should be; numbers may lead it to look closer in vain. */
function hasDeepName(json: string): boolean {
  let dots = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '.') dots++;
    else if (character === '\\') at++;
    else if (character === '"') {
      if (dots > maxDots && json[at + 1] === ':') return true;
      dots = 0;
    }
  }
  return false;
}

function flatNames(fields: JsonObject, mostDots: number): JsonObject {
  const entries = Object.entries(fields).map(([name, value]) => {
    const isDeep = name.split('.').length - 1 > mostDots;
    return [isDeep ? name.replaceAll('.', '_') : name, flatValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

function flatValue(value: Json): Json {
  if (isJsonObject(value)) return flatNames(value, maxDots);
  return isList(value) ? value.map(flatValue) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
