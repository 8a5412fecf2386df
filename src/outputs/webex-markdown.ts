import type { Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';
import { escapeMarkdown as escape } from './markdown.ts';
import type { ShownAlert, ShownField } from './shown-alert.ts';

/** As Go's templates print values: what is null has none. */
export function webexFields({ outputFields }: Alert): ShownField[] {
  return Object.entries(outputFields).map(([name, value]) => [name, value === null ? '<no value>' : fieldText(value)]);
}

/** The spaces are those of upstream's template. */
export function webexMarkdown({ rule, output, hostname, source, priority, tags, fields }: ShownAlert): string {
  return [
    `# Falco Rule '${inLine(rule)}'`,
    '',
    `### ${inLine(output)}`,
    '',
    'Additional informations:',
    `  * Hostname: ${inLine(hostname)}`,
    `  * Source:   ${inLine(source)}  `,
    `  * Priority: ${priority}`,
    '  * Tags:',
    `    ${tags.map((tag) => `\n    * ${inLine(tag)}\n    `).join('')}`,
    '  * Fields:',
    `\t${fields.map(([name, value]) => `\n\t* ${inLine(name)}: ${inLine(value)}\n\t`).join('')}`,
    '',
  ].join('\n');
}

/** A line end would leave the heading or the item that the text stands in. */
function inLine(text: string): string {
  return escape(text.replaceAll(/[\r\n]+/g, ' '));
}
