import { isNumber, isJsonObject, numberText, type Json } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { alertFromJson } from '#alert/stored-alert.ts';
import { laneOf } from '#alert/lane.ts';
import type { Entry } from '#journal/journal.ts';

/** An entry in the API: the alert stands in it byte for byte as the journal keeps it. */
export function entryJson(entry: Entry): string {
  const { seq, receivedAtMs, lane, alert } = entry;
  const unknown = Object.keys(alert.unknown).length > 0 ? `,"unknown":${writeJson(alert.unknown)}` : '';
  return `{"seq":${seq},"receivedAtMs":${receivedAtMs},"lane":"${lane}","alert":${alert.json}${unknown}}`;
}

/** The other direction, for clients of the API. @throws InvalidAlertError for anything else. */
export function entryFromJson(json: Json | undefined): Entry {
  const envelope = isJsonObject(json) ? json : {};
  const unknown = envelope['unknown'];
  const alert = alertFromJson(envelope['alert'], isJsonObject(unknown) ? unknown : undefined);
  return {
    seq: integer(envelope['seq']),
    receivedAtMs: integer(envelope['receivedAtMs']),
    lane: laneOf(alert.priority),
    alert,
  };
}

function integer(value: Json | undefined): number {
  return isNumber(value) ? Number(numberText(value)) : 0;
}
