import { stringify } from 'yaml';
import { optionGroup } from '#config/option-tree.ts';
import { outputSchema } from '#config/output-schema.ts';
import type { Output } from '#outputs/output.ts';
import { optionRows, truth, type OptionRow } from './option-rows.ts';

/** What `tiercel outputs <type>` prints. */
export function outputHelp(output: Output): string {
  const rows = optionRows(optionGroup(outputSchema(output), output.id));
  const width = Math.max(...rows.map(({ name }) => name.length));
  const [example] = Object.values(output.examples);
  return [
    `${output.about.title}: ${output.about.summary}.`,
    '',
    'Options:',
    ...rows.map((row) => `  ${row.name.padEnd(width)}  ${row.description}${remark(row)}`.replaceAll('`', '')),
    '',
    `Each has a variable: "${rows[0]?.name}" is ${rows[0]?.variable}.`,
    ...(example === undefined ? [] : ['', 'Example:', ...exampleLines(output.id, example)]),
  ].join('\n');
}

function remark({ fallback, values }: OptionRow): string {
  const choices = values.includes(', ') && values !== truth ? ` One of ${values}.` : '';
  if (fallback === 'required') return `${choices} (required)`;
  return fallback === '' ? choices : `${choices} (default: ${fallback})`;
}

function exampleLines(id: string, options: unknown): string[] {
  const nested: unknown = id.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), options);
  return stringify(nested, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
}
