import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { alertLink } from './alert-link.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';
import type { Installation } from './output.ts';

/** The units of times, each with its nanoseconds. */
const units = {
  ns: 1n,
  n: 1n,
  us: 1000n,
  u: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
} as const;

export type Precision = keyof typeof units;

/**
 * A series, which is the measurement and all tags, takes at most 65,535 bytes, and the text of a field about as much.
 * See https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/.
 */
const maxSeriesBytes = 60_000;
const maxTagBytes = 2048;
const maxFieldBytes = 64_000;

/** An alert as one point of line protocol, without a line end after it. */
export function influxdbLine(alert: Alert, precision: Precision, installation: Installation): string {
  const time = unixNanoseconds(alert.time) / units[precision];
  return `events${tags(alert)} value="${fieldText(alert, installation)}" ${time}`;
}

/** In upstream's order, fields by name. What the alert says of itself has the first claim to a name, and to the room. */
function tags(alert: Alert): string {
  const head = [tag('rule', alert.rule), tag('priority', alert.priority), tag('source', alert.source)];
  const tail = [tag('hostname', alert.hostname), tag('tags', alert.tags.join('_'))];
  const own = new Set(['rule', 'priority', 'source', 'hostname', 'tags']);
  let left = maxSeriesBytes - Buffer.byteLength([...head, ...tail].join(''));
  const fields: string[] = [];
  for (const [name, value] of stringFields(alert)) {
    const key = tagName(name);
    const text = own.has(key) ? '' : tag(key, value);
    own.add(key);
    left -= Buffer.byteLength(text);
    if (left < 0) break;
    fields.push(text);
  }
  return [...head, ...fields, ...tail].join('');
}

/** Neither names nor values may be empty. */
function tag(name: string, value: string): string {
  return name === '' || value === '' ? '' : `,${name}=${escapeTag(shortenToBytes(value, maxTagBytes))}`;
}

/** InfluxDB keeps these names for itself. */
const reservedNames: ReadonlySet<string> = new Set(['time', '_time', '_field', '_measurement']);

function tagName(field: string): string {
  const name = escapeTag(shortenToBytes(field, maxTagBytes));
  return reservedNames.has(name) ? `${name}_` : name;
}

/** A tag knows no line end, and a backslash at its end would take the next character with it. */
function escapeTag(text: string): string {
  const plain = text.replaceAll(/[\s\p{Cc}]/gu, '_');
  return (plain.endsWith('\\') ? `${plain}_` : plain).replaceAll(/[,=]/g, String.raw`\$&`);
}

function fieldText(alert: Alert, installation: Installation): string {
  const link = alertLink(alert, installation);
  const isLong = Buffer.byteLength(alert.output) > maxFieldBytes;
  const text = isLong && link !== undefined ? `${shortenToBytes(alert.output, maxFieldBytes)} ${link}` : alert.output;
  return shortenToBytes(text, maxFieldBytes + 1000).replaceAll(/["\\]/g, String.raw`\$&`);
}
