import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import { isAtLeast, priorities } from '#alert/priority.ts';
import { alertLink } from './alert-link.ts';
import type { MailAddress, MailAddresses } from './mail-address.ts';
import type { MailAlert } from './mail-alert.ts';
import { mailDate } from './mail-date.ts';
import { alertCard, digestHtml, mailHtml } from './mail-html.ts';
import { digestText, mailText } from './mail-text.ts';
import { oneLine } from './one-line.ts';
import type { Alerts, Installation } from './output.ts';
import { shorten } from './shorten.ts';
import { fitted } from './shown-alert.ts';

export interface Mail {
  readonly from: MailAddress;
  readonly to: MailAddresses;
  readonly subject: string;
  readonly date: string;
  /** The same each time that the same alerts are sent. */
  readonly messageId: string;
  readonly importance: 'high' | 'normal';
  readonly text: string;
  readonly html?: string;
}

export interface MailSettings {
  readonly from: MailAddress;
  readonly to: MailAddresses;
  readonly outputformat: 'html' | 'text';
}

/** Gmail hides what comes after 102 kB. See https://developers.google.com/workspace/gmail/design/css. */
const maxHtmlBytes = 90_000;
/** Some servers refuse long headers, and no reader shows more. */
const maxSubjectLength = 300;
const most = { output: 8000, value: 2000, fields: 200 };

/** One alert as Falcosidekick has it; several as a digest, named after the worst. */
export function mailOf(alerts: Alerts, settings: MailSettings, installation: Installation): Mail {
  const { from, to, outputformat } = settings;
  const worst =
    alerts.toSorted((a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority))[0] ?? alerts[0];
  const count = alerts.length > 1 ? `${alerts.length} alerts: ` : '';
  const shown = alerts.map((alert) => mailAlert(alert, maxHtmlBytes / alerts.length, installation));
  const [first, ...others] = shown;
  const isOne = others.length === 0;
  return {
    from,
    to,
    subject: shorten(`[${worst.priority}] ${count}${oneLine(worst.output)}`, maxSubjectLength),
    date: mailDate((alerts.at(-1) ?? worst).time),
    messageId: messageId(alerts, from),
    importance: isAtLeast(worst.priority, 'Critical') ? 'high' : 'normal',
    text: first && isOne ? mailText(first) : digestText(shown),
    ...(outputformat === 'html' && { html: first && isOne ? mailHtml(first) : digestHtml(shown) }),
  };
}

function mailAlert(alert: Alert, maxBytes: number, installation: Installation): MailAlert {
  const link = alertLink(alert, installation);
  return fitted({
    alert,
    fields: textFields(alert),
    most,
    render: (shown): MailAlert => ({ shown, link }),
    fits: (rendered) => Buffer.byteLength(alertCard(rendered)) <= maxBytes,
  });
}

/** See https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4. */
function messageId(alerts: Alerts, { address }: MailAddress): string {
  const domain = /@([\w.-]+)$/.exec(address)?.[1] ?? 'localhost';
  const count = alerts.length > 1 ? `.${alerts.length}` : '';
  return `<${alerts[0].uuid}${count}@${domain}>`;
}
