import type { Alert } from '#alert/alert.ts';
import { stringField, textFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { unixMilliseconds } from '#alert/time.ts';
import { withoutControls } from './without-controls.ts';

/** From 0 to 10, as upstream. */
export const severities: Readonly<Record<Priority, number>> = {
  Emergency: 10,
  Alert: 9,
  Critical: 8,
  Error: 7,
  Warning: 6,
  Notice: 4,
  Informational: 3,
  Debug: 0,
};

/**
 * ArcSight's Common Event Format: Falcosidekick's names, which are of its own, and after them those of the dictionary.
 * See https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors/pdfdoc/common-event-format-v25/common-event-format-v25.pdf.
 */
export function cef(alert: Alert): string {
  const head = `CEF:0|Falcosecurity|Falco|1.0|Falco Event|${escapedHead(alert.rule)}|${severities[alert.priority]}`;
  const entries = [...ownExtension(alert), ...dictionary(alert)].filter(([, text]) => text !== '');
  return `${head}|${entries.map(([key, text]) => `${key}=${escaped(text)}`).join(' ')}`;
}

type Entry = readonly [key: string, text: string];

function ownExtension(alert: Alert): readonly Entry[] {
  return [
    ['uuid', alert.uuid],
    ['start', String(unixMilliseconds(alert.time))],
    ['msg', alert.output],
    ['source', alert.source],
    ['hostname', alert.hostname],
    ['outputfields', fieldsOf(alert)],
    ['tags', alert.tags.join(',')],
  ];
}

/** All fields in one text, as upstream has them. */
export function fieldsOf(alert: Alert): string {
  return textFields(alert)
    .map(([name, value]) => `${name}:${value}`)
    .join(' ');
}

function dictionary(alert: Alert): readonly Entry[] {
  const tags = alert.tags.join(',');
  return [
    ['externalId', alert.uuid],
    ['dvchost', alert.hostname],
    ['suser', stringField(alert, 'user.name')],
    ['sproc', stringField(alert, 'proc.name')],
    ['cs1Label', 'source'],
    ['cs1', alert.source],
    ['cs2Label', tags === '' ? '' : 'tags'],
    ['cs2', tags],
  ];
}

/** In the head a line end has no escape. */
function escapedHead(text: string): string {
  return withoutControls(text.replaceAll(/[\\|]/g, String.raw`\$&`));
}

function escaped(text: string): string {
  const marked = text.replaceAll(/[\\=]/g, String.raw`\$&`);
  return withoutControls(marked.replaceAll('\n', String.raw`\n`).replaceAll('\r', String.raw`\r`));
}
