import { changedAlert, type Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';
import type { Json, JsonObject } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { alertLink } from './alert-link.ts';
import type { Installation } from './output.ts';
import { cutMark } from './shorten.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

/**
 * The same alert where its JSON takes at most `maxBytes`, otherwise one with shorter texts, each marked where it was cut, and
 * with a link to the whole one. What it says of itself stays longest; fields for which there is no room are left out.
 * `maxBytes` is at least some 4,000.
 */
export function alertWithin(alert: Alert, maxBytes: number, installation: Installation): Alert {
  if (Buffer.byteLength(alert.json) <= maxBytes) return alert;
  for (const textBytes of textLimits) {
    const shorter = withShortTexts(alert, textBytes, installation);
    if (Buffer.byteLength(shorter.json) <= maxBytes) return shorter;
  }
  return withFewFields(withShortTexts(alert, shortestTextBytes, installation), maxBytes);
}

const textLimits = [16_384, 4096, 1024, 256];
const shortestTextBytes = 128;
const maxTags = 8;

function withShortTexts(alert: Alert, maxBytes: number, installation: Installation): Alert {
  const link = alertLink(alert, installation);
  const output = shortenToBytes(alert.output, 2 * maxBytes);
  const fields = Object.entries(alert.outputFields).map(
    ([name, value]) => [shortenToBytes(name, maxBytes), shortValue(value, maxBytes)] as const,
  );
  return changedAlert(alert, {
    output: link === undefined ? output : `${output} ${link}`,
    rule: shortenToBytes(alert.rule, maxBytes),
    source: shortenToBytes(alert.source, maxBytes),
    hostname: shortenToBytes(alert.hostname, maxBytes),
    tags: alert.tags
      .slice(0, maxBytes > shortestTextBytes ? undefined : maxTags)
      .map((tag) => shortenToBytes(tag, maxBytes)),
    outputFields: Object.fromEntries(fields),
  });
}

/** What is nested becomes text where it is too long. */
function shortValue(value: Json, maxBytes: number): Json {
  if (typeof value === 'string') return shortenToBytes(value, maxBytes);
  return Buffer.byteLength(writeJson(value)) <= maxBytes ? value : shortenToBytes(fieldText(value), maxBytes);
}

function withFewFields(alert: Alert, maxBytes: number): Alert {
  const more = { [cutMark]: 'more fields' };
  const bare = changedAlert(alert, { outputFields: more });
  let left = maxBytes - Buffer.byteLength(bare.json);
  const kept: [name: string, value: Json][] = [];
  for (const [name, value] of Object.entries(alert.outputFields)) {
    left -= Buffer.byteLength(writeJson({ [name]: value })) - 1;
    if (left < 0) break;
    kept.push([name, value]);
  }
  const outputFields: JsonObject = { ...Object.fromEntries(kept), ...more };
  return changedAlert(bare, { outputFields });
}
