import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import { unixMilliseconds } from '#alert/time.ts';
import { fieldsOf, severities } from './syslog-cef.ts';
import { withoutControls } from './without-controls.ts';

/**
 * The Log Event Extended Format of QRadar, version 2. Nothing is escaped in it, so that what ends an attribute must not be in one. That
 * is no tab, as is usual, because servers in between such as rsyslog make something else of control characters. See https://www.ibm.com/docs/en/dsm?topic=leef-event-components.
 */
export function leef(alert: Alert): string {
  const attributes = [
    ['devTime', String(unixMilliseconds(alert.time))],
    // Here the least is 1.
    ['sev', String(Math.max(1, severities[alert.priority]))],
    ['cat', alert.source],
    ['identHostName', alert.hostname],
    ['usrName', stringField(alert, 'user.name')],
    ['uuid', alert.uuid],
    ['priority', alert.priority],
    ['rule', alert.rule],
    ['msg', alert.output],
    ['tags', alert.tags.join(',')],
    ['outputfields', fieldsOf(alert)],
  ] as const;
  const set = attributes.filter(([, text]) => text !== '').map(([key, text]) => `${key}=${attribute(text)}`);
  return `LEEF:2.0|Falcosecurity|Falco|1.0|${eventId(alert.rule)}|^|${set.join('^')}`;
}

function attribute(text: string): string {
  return withoutControls(text).replaceAll('^', '%5E');
}

/** A part of the head ends at the next bar. */
function eventId(rule: string): string {
  return withoutControls(rule).replaceAll('|', '/');
}
