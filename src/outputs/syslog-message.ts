import type { Alert } from '#alert/alert.ts';
import { priorities } from '#alert/priority.ts';
import { timeInSeconds } from '#alert/time.ts';
import { cef } from './syslog-cef.ts';
import { leef } from './syslog-leef.ts';

export type SyslogFormat = 'json' | 'cef' | 'leef' | 'rfc5424';

/** An alert as one message of syslog, without framing. It holds no line end. */
export function syslogMessage(alert: Alert, format: SyslogFormat): string {
  // Falco's priorities are the severities of syslog, in the same order; the facility is 0, kern, as upstream.
  const severity = priorities.indexOf(alert.priority);
  const host = hostName(alert.hostname);
  if (format === 'rfc5424')
    return `<${severity}>1 ${microseconds(alert.time)} ${host || '-'} Falco - - - ${alert.json}`;
  return `<${severity}>${timeInSeconds(alert.time)} ${host || 'unknown'} Falco[1]: ${contents[format](alert)}`;
}

const contents: Readonly<Record<Exclude<SyslogFormat, 'rfc5424'>, (alert: Alert) => string>> = {
  json: ({ json }) => json,
  cef,
  leef,
};

const longestHostName = 255;

/** What rsyslog takes for a host in a head of the old kind; with any other character it would take it for the tag. */
function hostName(hostname: string): string {
  const name = hostname.slice(0, longestHostName).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return name.replace(/^[._-]+/, '');
}

/** RFC 5424 permits six digits. */
function microseconds(time: string): string {
  return time.replace(/(\.\d{6})\d+/, '$1');
}
