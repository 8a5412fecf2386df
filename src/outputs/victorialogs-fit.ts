import { changedAlert, type Alert } from '#alert/alert.ts';
import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

/**
 * VictoriaLogs drops, and answers 200 all the same, lines of more than 256 KiB, and those with more than 1,000 fields; names
 * of fields have at most 128 bytes. See https://docs.victoriametrics.com/victorialogs/faq/ and the flags
 * `-insert.maxLineSizeBytes` and `-insert.maxFieldsPerLine`.
 */
const maxLineBytes = 256 * 1024 - 1;
const maxNameBytes = 128 - 'output_fields.'.length;
/** With room for the fields of the alert itself, and for extra ones. */
const maxFields = 900;
const maxTags = 100;
const maxLinkBytes = 2048;

/** How many fields, and how many bytes of each text, are kept: the first of these that fits. The last always does. */
const steps = [
  { fields: maxFields, bytes: 32_768 },
  { fields: maxFields, bytes: 2048 },
  { fields: 300, bytes: 256 },
  { fields: 0, bytes: 256 },
] as const;

/** The alert as Falcosidekick's JSON if VictoriaLogs takes it, otherwise what it takes of it, and where the whole is. */
export function fittingJson(alert: Alert, link: string | undefined): string {
  const fields = flattened(alert.outputFields);
  const isShort = fields.length <= maxFields && fields.every(([name]) => Buffer.byteLength(name) <= maxNameBytes);
  if (isShort && isLine(alert.json)) return withPossibleTime(alert.json, alert);
  let json = '';
  for (const step of steps) {
    json = cut(alert, fields, step);
    if (isLine(json)) break;
  }
  json = withPossibleTime(json, alert);
  return link === undefined ? json : `${json.slice(0, -1)},"link":${writeJson(link)}}`;
}

/**
 * VictoriaLogs counts nanoseconds in 64 bits, and skips a line whose time does not fit: such a time is told apart from the
 * time of the line, which is that of its arrival then.
 */
function withPossibleTime(json: string, { time }: Alert): string {
  const year = Number(time.slice(0, 4));
  const isPossible = year > 1677 && year < 2262;
  return isPossible ? json : json.replace(`"time":"${time}"`, () => `"alert_time":"${time}"`);
}

function isLine(json: string): boolean {
  return Buffer.byteLength(json) <= maxLineBytes - maxLinkBytes;
}

/** Fields as VictoriaLogs names them, objects taken apart. */
function flattened(fields: JsonObject, path = ''): (readonly [name: string, value: Json])[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isJsonObject(value) ? flattened(value, `${path}${name}.`) : [[`${path}${name}`, value] as const],
  );
}

function cut(alert: Alert, fields: ReturnType<typeof flattened>, step: (typeof steps)[number]): string {
  const shorten = (text: string) => shortenToBytes(text, step.bytes);
  const kept = fields.slice(0, step.fields).map(([name, value]) => {
    return [
      shortenToBytes(name, maxNameBytes),
      typeof value === 'string' ? shorten(value) : shortened(value, step.bytes),
    ];
  });
  return changedAlert(alert, {
    output: shorten(alert.output),
    rule: shorten(alert.rule),
    source: shorten(alert.source),
    hostname: shorten(alert.hostname),
    tags: alert.tags.slice(0, maxTags).map(shorten),
    outputFields: Object.fromEntries(kept),
  }).json;
}

function shortened(value: Json, maxBytes: number): Json {
  const text = writeJson(value);
  return Buffer.byteLength(text) <= maxBytes ? value : shortenToBytes(text, maxBytes);
}
