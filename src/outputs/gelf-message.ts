import type { Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';
import { priorities } from '#alert/priority.ts';
import { isNumber, numberText, type Json } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { alertLink } from './alert-link.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';
import { decimalSeconds } from './decimal-seconds.ts';
import type { Installation } from './output.ts';

/** The longest text that the search engine below Graylog takes for a field; it would drop the message, and nobody be told. */
const maxFieldBytes = 32_766;
const maxShortBytes = 1000;
const maxFullBytes = 100_000;
const maxNameLength = 128;
/** Fewer than 128 chunks of a datagram hold even without compression, and half of what an input of Graylog takes over TCP. */
const maxMessageBytes = 1_000_000;

/** See https://go2docs.graylog.org/current/getting_in_log_data/gelf_format.html#GELFPayloadSpecification. */
export function gelfMessage(alert: Alert, installation: Installation): string {
  const { output, rule, hostname } = alert;
  const head = [
    '"version":"1.1"',
    pair('host', shortenToBytes(hostname, maxFieldBytes) || 'falco'),
    pair('short_message', shortenToBytes(output, maxShortBytes) || shortenToBytes(rule, maxShortBytes) || 'Falco'),
    ...(Buffer.byteLength(output) > maxShortBytes ? [pair('full_message', shortenToBytes(output, maxFullBytes))] : []),
    `"timestamp":${decimalSeconds(alert.time)}`,
    // Falco's priorities are the severities of syslog, in the same order.
    `"level":${priorities.indexOf(alert.priority)}`,
  ];
  return `{${[...head, ...additionalFields(alert, installation, maxMessageBytes - bytesOf(head))].join(',')}}`;
}

/** As many as there is room for, those of the alert itself first. */
function additionalFields(alert: Alert, installation: Installation, room: number): string[] {
  const { uuid, rule, priority, source, tags, outputFields } = alert;
  const own: [name: string, value: Json][] = [
    ['_uuid', uuid],
    ['_rule', rule],
    ['_priority', priority],
    ['_falco_source', source],
    ['_tags', tags.join(',')],
    ['_link', alertLink(alert, installation) ?? ''],
  ];
  const fields = Object.entries(outputFields).map(([name, value]): [string, Json] => [fieldName(name), value]);
  const pairs = new Map<string, string>();
  let left = room;
  for (const [name, value] of [...own, ...fields]) {
    const text = additionalField(name, value);
    if (text === undefined || pairs.has(name)) continue;
    left -= bytesOf([text]);
    if (left < 0) break;
    pairs.set(name, text);
  }
  return [...pairs.values()];
}

/** Texts and numbers are all that GELF knows; what is empty says nothing. */
function additionalField(name: string, value: Json): string | undefined {
  if (value === null || value === '') return undefined;
  return isNumber(value) && isStorable(numberText(value))
    ? pair(name, value)
    : pair(name, shortenToBytes(fieldText(value), maxFieldBytes));
}

/** Graylog keeps a whole number in 64 bits and any other as a double; one that fits neither has to be text. */
function isStorable(text: string): boolean {
  return /^-?\d{1,19}$/.test(text)
    ? BigInt.asIntN(64, BigInt(text)) === BigInt(text)
    : !/^-?\d+$/.test(text) && Number.isFinite(Number(text));
}

/** `_id` is forbidden, and with the underscore gone the others would be fields that Graylog has already. */
const takenNames = /^(?:id|message|full_message|source|timestamp|level|streams|host|short_message|version|gl2_.*)$/;

function fieldName(name: string): string {
  const plain = name.slice(0, maxNameLength).replaceAll(/[^\w.-]/g, '_');
  return takenNames.test(plain) || plain === '' ? `_falco_${plain}` : `_${plain}`;
}

function pair(name: string, value: Json): string {
  return `"${name}":${writeJson(value)}`;
}

function bytesOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + Buffer.byteLength(part) + 1, 0);
}
