import { priorities, type Priority } from '#alert/priority.ts';
import type { MailAlert } from './mail-alert.ts';
import { oneLine } from './one-line.ts';
import type { ShownField } from './shown-alert.ts';

/**
 * Mail readers know little of CSS: tables for the layout, styles on the elements, and a style sheet only for what may be missing,
 * the colours on a dark ground. Nothing is loaded from elsewhere. See https://www.caniemail.com.
 */
export function mailHtml(alert: MailAlert): string {
  return page(alertCard(alert));
}

export function digestHtml(alerts: readonly MailAlert[]): string {
  const counts = priorities.flatMap((priority) => {
    const count = alerts.filter(({ shown }) => shown.priority === priority).length;
    return count === 0 ? [] : [`${badge(priority, `${count} ${priority}`)}&nbsp; `];
  });
  const heading = `<p class="ink" style="margin:0 0 12px;font-size:15px;line-height:26px;color:#171c26">${counts.join('')}</p>`;
  return page(heading + alerts.map(alertCard).join(`<div style="height:16px;line-height:16px">&nbsp;</div>`));
}

/** White is readable on each. */
const colours: Readonly<Record<Priority, string>> = {
  Emergency: '#9f0712',
  Alert: '#c10007',
  Critical: '#c93400',
  Error: '#b4540a',
  Warning: '#8a6100',
  Notice: '#00785a',
  Informational: '#1d5fb8',
  Debug: '#5a6473',
};

const sans = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace";
const breaking = 'word-break:break-word;overflow-wrap:anywhere';

const darkStyle = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.ground{background:#0f1319!important}.card{background:#161b23!important;border-right-color:#2a323e!important;border-bottom-color:#2a323e!important;border-left-color:#2a323e!important}
.ink{color:#e6eaf0!important}.soft{color:#97a2b3!important}.line{border-color:#2a323e!important}.code{background:#0f1319!important}.link{color:#8ab4f8!important}}`;

function page(content: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>Falco</title><style>${darkStyle}</style></head>
<body class="ground" style="margin:0;padding:0;background:#f5f6f8"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="ground" style="background:#f5f6f8"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:680px;${sans};text-align:left"><tr><td>${content}</td></tr></table>
</td></tr></table></body></html>
`;
}

/** An alert within a page. */
export function alertCard({ shown, link }: MailAlert): string {
  const facts: ShownField[] = [
    ['Source', shown.source],
    ['Hostname', shown.hostname],
    ['Tags', shown.tags.join(', ')],
    ['Time', shown.time],
  ];
  const button = `<a class="link" href="${escape(link ?? '')}" style="color:#1d5fb8;font-size:14px">Open the alert</a>`;
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="card" style="table-layout:fixed;background:#ffffff;border:1px solid #e0e4ea;border-top:4px solid ${colours[shown.priority]}">
<tr><td style="padding:16px 16px 4px">${badge(shown.priority, shown.priority)}
<p class="ink" style="margin:10px 0 0;font-size:17px;line-height:24px;font-weight:600;color:#171c26;${breaking}">${escape(oneLine(shown.rule))}</p></td></tr>
<tr><td style="padding:8px 16px"><div class="code ink" style="background:#f5f6f8;color:#171c26;padding:10px 12px;font-size:13px;line-height:20px;${mono};white-space:pre-wrap;${breaking}">${escape(lines(shown.output))}</div></td></tr>
<tr><td style="padding:4px 16px 12px">${rows(facts.filter(([, value]) => value !== ''))}</td></tr>
${shown.fields.length === 0 ? '' : `<tr><td style="padding:0 16px 14px"><p class="soft" style="margin:0 0 4px;font-size:12px;line-height:18px;font-weight:600;color:#5a6473">Fields</p>${rows(shown.fields)}</td></tr>`}
${link === undefined ? '' : `<tr><td style="padding:0 16px 16px">${button}</td></tr>`}
</table>`;
}

function badge(priority: Priority, text: string): string {
  return `<span style="display:inline-block;background:${colours[priority]};color:#ffffff;font-size:12px;line-height:20px;font-weight:600;padding:0 8px;border-radius:3px">${text}</span>`;
}

/** What all cells have in common stands on the table: two hundred fields are long enough. */
function rows(fields: readonly ShownField[]): string {
  const row = ([name, value]: ShownField) =>
    `<tr valign="top"><td class="soft line" style="${cell};color:#5a6473">${escape(oneLine(name))}</td><td class="ink line" style="${cell};padding-left:10px">${escape(lines(value))}</td></tr>`;
  const columns = '<col width="34%"><col>';
  return `<table width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;font-size:13px;line-height:19px;color:#171c26;white-space:pre-wrap;${breaking}">${columns}${fields.map(row).join('')}</table>`;
}

const cell = 'padding:5px 0;border-top:1px solid #e0e4ea';

/** Lines stay lines; whatever else would steer the reader is a space. */
function lines(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map(oneLine)
    .join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
