import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';
import { readJson } from '#kit/json-read.ts';
import { createAlert, createPlainAlert, type Alert } from './alert.ts';
import { InvalidAlertError, readFalcoAlert } from './falco-json.ts';
import { readPlainAlert } from './plain-alert.ts';

const noUnknownKeys: JsonObject = Object.freeze({});
/** Deeper than any alert that was ever accepted, so that what was kept can always be read back. */
const storedLimits = { maxDepth: 10_000 };

/**
 * Brings back an alert that the journal kept: its JSON, and that of the keys which are not forwarded (`''` for none).
 * @throws InvalidAlertError or JsonSyntaxError where the stored text is damaged.
 */
export function readStoredAlert(json: string, unknownJson: string): Alert {
  const unknownKeys = unknownJson === '' ? noUnknownKeys : readJson(unknownJson, storedLimits);
  const unknown = isJsonObject(unknownKeys) ? unknownKeys : noUnknownKeys;
  return readPlainStored(json, unknown) ?? alertFromJson(readJson(json, storedLimits), unknown);
}

/** The same from a value that was read already, such as an answer of the API. */
export function alertFromJson(stored: Json | undefined, unknown: JsonObject = noUnknownKeys): Alert {
  const { priority, time, ...alert } = readFalcoAlert(stored ?? null);
  const uuid = isJsonObject(stored) ? stored['uuid'] : undefined;
  if (typeof uuid !== 'string' || priority === undefined || time === undefined) {
    throw new InvalidAlertError('The stored alert lacks uuid, priority or time');
  }
  return createAlert({ ...alert, uuid, priority, time, unknown });
}

/** `undefined` for one that takes the general reader. */
function readPlainStored(json: string, unknown: JsonObject): Alert | undefined {
  const plain = readPlainAlert(json, 0);
  if (!plain || plain.uuid === '' || plain.end < json.length) return undefined;
  const { uuid, alert } = plain;
  const { output, priority, rule, time, source, tags, hostname, plainFields } = alert;
  if (priority === undefined || time === undefined || plainFields === undefined) return undefined;
  return createPlainAlert({ uuid, output, priority, rule, time, source, tags, hostname, unknown }, plainFields);
}
