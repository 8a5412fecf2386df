import { oneLine } from './one-line.ts';
import type { MailAlert } from './mail-alert.ts';

/** The text that Falcosidekick sends, but that nothing in an alert begins another line of it. */
export function mailText({ shown, link }: MailAlert): string {
  const lines = [
    ['Priority', shown.priority],
    ['Output', shown.output],
    ['Rule', shown.rule],
    ['Source', shown.source],
    ['Hostname', shown.hostname],
    ['Tags', shown.tags.join(' ')],
    ['Time', shown.time],
  ].map(line);
  const linkLines = link === undefined ? [] : ['', link];
  return [...lines, '', '--Fields--', ...shown.fields.map(line), ...linkLines, ''].join('\n');
}

export function digestText(alerts: readonly MailAlert[]): string {
  return alerts.map(mailText).join(`\n${'='.repeat(64)}\n\n`);
}

function line([name = '', value = '']: readonly string[]): string {
  return `${oneLine(name)}: ${oneLine(value)}`.trimEnd();
}
