import type { Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';
import { humanTime } from '#alert/time.ts';
import type { Json } from '#kit/json.ts';
import { oneLine } from './one-line.ts';

/** An alert as Falcosidekick writes it in Markdown, but for the escapes. */
export function gotifyMarkdown(alert: Alert): string {
  const facts = factsOf(alert).map(([name, value]) => `- **${name}**: ${markdownText(value)}\n`);
  const fields = fieldsOf(alert).map(([name, value]) => `\t- **${markdownText(name)}**: ${markdownText(value)}\n`);
  return `${facts.join('')}- **Fields**:\n${fields.join('')}`;
}

/** An alert as Falcosidekick writes it in plain text. */
export function gotifyText(alert: Alert): string {
  const facts = factsOf(alert).map(([name, value]) => `${name}: ${value}\n`);
  const fields = fieldsOf(alert).map(([name, value]) => `- ${name}: ${value}\n`);
  return `${facts.join('')}Fields:\n${fields.join('')}`;
}

function factsOf({ priority, rule, output, source, tags, time }: Alert): (readonly [name: string, value: string])[] {
  return [
    ['Priority', priority],
    ['Rule', rule],
    ['Output', output],
    ['Source', source],
    ['Tags', tags.map((tag) => `${tag} `).join('')],
    ['Time', humanTime(time)],
  ];
}

function fieldsOf(alert: Alert): (readonly [name: string, value: string])[] {
  return Object.entries(alert.outputFields).map(([name, value]) => [name, printed(value)]);
}

/** As a Go template prints it. */
function printed(value: Json): string {
  return value === null ? '<no value>' : fieldText(value);
}

/**
 * A text inside a line of Markdown, where it is shown as it is: no emphasis, link, picture, code, HTML or table.
 * See https://spec.commonmark.org/current/#backslash-escapes.
 */
function markdownText(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_[\]<>~|&!]/g, String.raw`\$&`);
}
