import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import { humanTime } from '#alert/time.ts';
import { cutMark, shorten } from './shorten.ts';

/** Counted without the markup, see https://core.telegram.org/bots/api#sendmessage. */
const maxLength = 4096;

/** The most of each part where a message as a whole is too long: what matters most keeps its room. */
const limits = { short: 256, output: 1536, fieldName: 64, fieldValue: 256 };

interface Content {
  readonly title: string;
  readonly priority: string;
  readonly time: string;
  readonly source: string;
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly output: string;
}

/** An alert in MarkdownV2, as Falcosidekick writes it, within the length that Telegram takes. */
export function telegramText(alert: Alert): string {
  const content: Content = {
    title: alert.rule,
    priority: alert.priority,
    time: humanTime(alert.time),
    source: alert.source,
    hostname: alert.hostname,
    tags: alert.tags,
    fields: textFields(alert),
    output: alert.output,
  };
  return markdown(lengthOf(content) <= maxLength ? content : cut(content));
}

function markdown({ title, priority, time, source, hostname, tags, fields, output }: Content): string {
  return [
    `*\\[Falco\\] \\[${escape(priority)}\\] ${escape(title)}*`,
    '',
    `• *Time*: ${escape(time)}`,
    `• *Source*: ${escape(source)}`,
    `• *Hostname*: ${escape(hostname)}`,
    `• *Tags*: ${tags.map((tag) => `${escape(tag)} `).join('')}`,
    '• *Fields*:',
    ...fields.map(([name, value]) => `\t  • *${escape(name)}*: ${escape(value)}`),
    '',
    '',
    `**Output**: ${escape(output)}`,
    '',
  ].join('\n');
}

/** Labels, bullets and line ends around the content; every one of them is counted, though some are markup. */
const frameLength = 100;
const fieldFrameLength = 10;

function lengthOf({ title, priority, time, source, hostname, tags, fields, output }: Content): number {
  const parts = [title, priority, time, source, hostname, output, ...tags.map((tag) => `${tag} `)];
  const text = parts.reduce((sum, part) => sum + part.length, frameLength);
  return fields.reduce((sum, field) => sum + fieldLength(field), text);
}

function fieldLength([name, value]: Content['fields'][number]): number {
  return name.length + value.length + fieldFrameLength;
}

function cut(content: Content): Content {
  const base: Content = {
    ...content,
    title: shorten(content.title, limits.short),
    source: shorten(content.source, limits.short),
    hostname: shorten(content.hostname, limits.short),
    tags: [shorten(content.tags.join(' '), limits.short)],
    fields: [],
    output: shorten(content.output, limits.output),
  };
  return { ...base, fields: fieldsWithin(content.fields, maxLength - lengthOf(base)) };
}

/** As many fields as there is room for, the last one saying that there are more. */
function fieldsWithin(fields: Content['fields'], room: number): Content['fields'] {
  const more = [cutMark, 'more fields'] as const;
  const fitting: (readonly [name: string, value: string])[] = [];
  let left = room - fieldLength(more);
  for (const [name, value] of fields) {
    const field = [shorten(name, limits.fieldName), shorten(value, limits.fieldValue)] as const;
    left -= fieldLength(field);
    if (left < 0) return [...fitting, more];
    fitting.push(field);
  }
  return fitting;
}

/** See https://core.telegram.org/bots/api#markdownv2-style. */
function escape(text: string): string {
  return text.replaceAll(/[\\_*[\]()~`>#+\-=|{}.!]/g, String.raw`\$&`);
}
