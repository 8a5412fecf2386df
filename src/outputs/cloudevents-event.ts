import type { Alert } from '#alert/alert.ts';
import { shorten } from './shorten.ts';

/**
 * So much of a text of an alert goes into an attribute, for servers that take 8 kB of headers: attributes are there to sort
 * and to route by, and the data has the whole text.
 */
const maxAttributeLength = 256;

/**
 * The attributes of an alert as a CloudEvent, its own before those of the operator, by their names. Times are in UTC, as
 * the library writes them that Falcosidekick uses.
 * See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#context-attributes.
 */
export function eventAttributes(
  alert: Alert,
  extensions: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    specversion: '1.0',
    id: alert.uuid,
    source: 'https://falco.org',
    type: 'falco.rule.output.v1',
    time: inUtc(alert.time),
    priority: alert.priority,
    rule: attribute(alert.rule),
    eventsource: attribute(alert.source),
    ...(alert.hostname !== '' && { hostname: attribute(alert.hostname) }),
    ...Object.fromEntries(Object.entries(extensions).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/**
 * Percent-encodes what headers cannot hold, and `%` itself, as the specification asks for; the space within a value stays.
 * By the specification it is encoded, too; but Falcosidekick sends it, filters of Knative compare values as they come, and
 * whoever decodes reads the same.
 * See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values.
 */
export function headerValue(value: string): string {
  return value.replace(/^ +| +$|[^ !#$&-~]+/g, (characters) =>
    Array.from(Buffer.from(characters), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/** In the JSON format, data that is JSON is no text. See https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md. */
export function structuredEvent(alert: Alert, extensions: Readonly<Record<string, string>>): string {
  const attributes = JSON.stringify({ ...eventAttributes(alert, extensions), datacontenttype: 'application/json' });
  return `${attributes.slice(0, -1)},"data":${alert.json}}`;
}

/** Control characters, and code points that are none, may not stand in an attribute. */
function attribute(text: string): string {
  return shorten(text, maxAttributeLength).replace(forbidden, '\ufffd');
}

// eslint-disable-next-line no-control-regex -- what the specification forbids
const forbidden = /[\0-\x1f\x7f-\x9f\ufdd0-\ufdef\p{Noncharacter_Code_Point}]/gu;

/** With all digits of its fraction, which a Date has not. A year beyond four digits, in UTC, is left in its own zone. */
function inUtc(time: string): string {
  const fraction = /\.\d+/.exec(time)?.[0] ?? '';
  const utc = new Date(time.replace(fraction, '')).toISOString().slice(0, -5);
  return /^\d{4}-/.test(utc) ? `${utc}${fraction}Z` : time;
}
