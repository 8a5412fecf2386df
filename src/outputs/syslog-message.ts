import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import { priorities, type Priority } from '#alert/priority.ts';
import { timeInSeconds } from '#alert/time.ts';

export type SyslogFormat = 'json' | 'cef' | 'rfc5424';

/** An alert as one message of syslog, without framing. It holds no line end. */
export function syslogMessage(alert: Alert, format: SyslogFormat): string {
  // Falco's priorities are the severities of syslog, in the same order; the facility is 0, kern, as upstream.
  const severity = priorities.indexOf(alert.priority);
  const host = hostName(alert.hostname);
  if (format === 'rfc5424')
    return `<${severity}>1 ${microseconds(alert.time)} ${host || '-'} Falco - - - ${alert.json}`;
  const content = format === 'cef' ? cef(alert) : alert.json;
  return `<${severity}>${timeInSeconds(alert.time)} ${host || 'unknown'} Falco[1]: ${content}`;
}

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

const cefSeverities: Readonly<Record<Priority, number>> = {
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
 * ArcSight's Common Event Format, with Falcosidekick's names.
 * See https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors/pdfdoc/common-event-format-v25/common-event-format-v25.pdf.
 */
function cef(alert: Alert): string {
  const fields = textFields(alert).map(([name, value]) => `${name}:${value} `);
  const extension = [
    `uuid=${cefValue(alert.uuid)}`,
    `start=${timeInSeconds(alert.time)}`,
    `msg=${cefValue(alert.output)}`,
    `source=${cefValue(alert.source)}`,
    ...(alert.hostname === '' ? [] : [`hostname=${cefValue(alert.hostname)}`]),
    `outputfields=${cefValue(fields.join(''))}${alert.tags.length === 0 ? '' : `tags=${cefValue(alert.tags.join(','))}`}`,
  ];
  const head = `CEF:0|Falcosecurity|Falco|1.0|Falco Event|${cefHeader(alert.rule)}|${cefSeverities[alert.priority]}`;
  return `${head}|${extension.join(' ').replace(/ $/, '')}`;
}

/** In the head a line end has no escape. */
function cefHeader(text: string): string {
  return withoutControls(text.replaceAll(/[\\|]/g, String.raw`\$&`));
}

function cefValue(text: string): string {
  const escaped = text.replaceAll(/[\\=]/g, String.raw`\$&`);
  return withoutControls(escaped.replaceAll('\n', String.raw`\n`).replaceAll('\r', String.raw`\r`));
}

/** Some servers take not only a line end, but also NUL for the end of a message. */
function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
