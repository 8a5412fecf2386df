import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { shorten } from './shorten.ts';

/** See https://docs.wavefront.com/wavefront_data_format.html and https://docs.wavefront.com/metrics_managing.html. */
const maxTags = 20;
const maxTagLength = 254;
const maxKeyLength = 64;

/** An alert as one point with the value 1, without a line end. It holds none. */
export function wavefrontLine(alert: Alert, metricname: string): string {
  const tags = pointTags(alert).map(([key, value]) => ` "${key}"=${quoted(value, maxTagLength - key.length)}`);
  return `"${metricname}" 1 ${unixNanoseconds(alert.time)} source="falco-exporter"${tags.join('')}`;
}

/** What the alert says of itself comes first, since there is room for few. Empty values are not permitted. */
function pointTags(alert: Alert): [key: string, value: string][] {
  const own: [string, string][] = [
    ['severity', alert.priority],
    ['rule', alert.rule],
    ['source', alert.source],
    ['hostname', alert.hostname],
    ['tags', alert.tags.join(', ')],
  ];
  const fields = stringFields(alert).map(([name, value]): [string, string] => [tagKey(name), value]);
  const tags = new Map<string, string>();
  for (const [key, value] of [...own, ...fields]) {
    if (key !== '' && visible(value) !== '' && !tags.has(key)) tags.set(key, value);
  }
  return [...tags].slice(0, maxTags);
}

/** `host` is reserved. */
function tagKey(name: string): string {
  const key = name.slice(0, maxKeyLength).replaceAll(/[^\w,./-]/g, '-');
  return key === 'host' ? 'host_' : key;
}

function visible(text: string): string {
  return text
    .replaceAll('\n', String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim();
}

/**
 * A quote is escaped; after a backslash it becomes another, since it is not written down what two backslashes mean. A
 * backslash cannot come last.
 */
function quoted(text: string, maxLength: number): string {
  const value = shorten(visible(text), maxLength - 1).replaceAll(/(\\*)"/g, (_, slashes: string) =>
    slashes === '' ? String.raw`\"` : `${slashes}'`,
  );
  return `"${value.endsWith('\\') ? `${value}_` : value}"`;
}
