import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import type { Template } from '#template/template.ts';
import { alertLink } from './alert-link.ts';
import { renderAlert } from './alert-template.ts';
import { withoutMentions } from './inert-text.ts';
import type { Installation } from './output.ts';
import { shorten } from './shorten.ts';
import { fitted, jsonBytes, rowsOf, type ShownAlert } from './shown-alert.ts';

interface Format {
  readonly msgtype: string;
  readonly messageformat: Template | undefined;
}

/** An event holds 65,536 bytes, with what the server adds. See https://spec.matrix.org/v1.16/client-server-api/#size-limits. */
const maxBytes = 60_000;
const maxLineLength = 2000;

/**
 * A message as text and as HTML, in which nothing of the alert is markup. `m.mentions` says that it mentions nobody. See
 * https://spec.matrix.org/v1.16/client-server-api/#mroommessage-msgtypes.
 */
export function matrixMessage(alert: Alert, { msgtype, messageformat }: Format, installation: Installation) {
  const line =
    messageformat &&
    shorten(
      renderAlert(messageformat, alert, (text) => text),
      maxLineLength,
    );
  const link = alertLink(alert, installation);
  return fitted({
    alert,
    fields: textFields(alert),
    most: { output: 8000, value: 2000, fields: 100 },
    render: (shown) => ({
      msgtype,
      body: plainText(shown, line, link),
      format: 'org.matrix.custom.html',
      formatted_body: html(shown, line, link),
      'm.mentions': {},
    }),
    fits: (message) => jsonBytes(message) <= maxBytes,
  });
}

/** Clients that show no HTML, and notifications, show this; servers before version 1.7 look for mentions in it. */
function plainText(shown: ShownAlert, line: string | undefined, link: string | undefined): string {
  const lines = [
    line || `${shown.priority}: ${shown.rule}`,
    shown.output,
    ...rows(shown).map(([name, value]) => `${name}: ${value}`),
  ];
  return [...lines.map(withoutMentions), ...(link === undefined ? [] : [link])].join('\n');
}

function html(shown: ShownAlert, line: string | undefined, link: string | undefined): string {
  const items = rows(shown).map(([name, value]) => `<li><b>${escape(name)}</b>: ${escape(value)}</li>`);
  return [
    `<p><b>${escape(line || `${shown.priority}: ${shown.rule}`)}</b></p>`,
    shown.output === '' ? '' : `<pre>${escape(shown.output)}</pre>`,
    `<ul>${items.join('')}</ul>`,
    link === undefined ? '' : `<p><a href="${escape(link)}">Open the alert</a></p>`,
  ].join('');
}

function rows(shown: ShownAlert) {
  return rowsOf(shown, ['rule', 'priority', 'source', 'hostname', 'tags', 'fields', 'time']);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
