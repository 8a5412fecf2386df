import { stringify } from 'yaml';
import { inputSchema, optionGroup, type OptionGroup } from '#config/option-tree.ts';
import { commonOptions } from '#outputs/common-options.ts';
import type { Output } from '#outputs/output.ts';
import { bullets, code, fenced, page, table } from './markdown.ts';
import { optionRows } from './option-rows.ts';

/** The page of an output. `wire` is its golden file: what it sends for the reference alerts, one of which is shown. */
export function outputPage(output: Output, wire: string | undefined): string {
  const { title, summary, website, warning, setup, fixes = [] } = output.about;
  return page(
    `# ${title}`,
    `This output ${summary}. See [${new URL(website).hostname}](${website}). Its type is \`${output.id}\`.`,
    warning && `**${warning}**`,
    setup && `## Before you begin\n\n${setup}`,
    '## Options',
    `They stand in the section \`${output.id}\`, or beside \`type: ${output.id}\` in the list \`outputs\`. The variables are those of the section.`,
    optionTable(optionGroup(inputSchema(output.options), output.id)),
    paceText(output),
    '### Options of every output of this kind',
    optionTable(optionGroup(inputSchema(commonOptions[output.transport]), output.id)),
    '## Examples',
    ...Object.entries(output.examples).map(([name, options]) => example(output, name, options)),
    fixes.length > 0 ? `## Differences from Falcosidekick\n\n${bullets(fixes)}` : undefined,
    wire === undefined ? undefined : `## What is sent\n\n${fenced('http', shownWire(wire))}`,
  );
}

export function optionTable(group: OptionGroup): string {
  const rows = optionRows(group).map(({ name, variable, values, fallback, description }) => [
    code(name),
    code(variable),
    values,
    fallback === 'required' ? '**required**' : code(fallback),
    description,
  ]);
  return table(['Option', 'Variable', 'Value', 'Default', 'Meaning'], rows);
}

const shownAlert = 'shell in a container';

function shownWire(wire: string): string {
  const cases = wire.split(/^(?=### )/m);
  const shown = cases.filter((text) => text.slice(0, text.indexOf('\n')).endsWith(`: ${shownAlert}`));
  return `${shown.join('').trimEnd()}\n`;
}

/** In the words of its smallest example. */
function paceText(output: Output): string | undefined {
  const [minimal] = Object.values(output.examples);
  const { pace } = output.configure(minimal, {
    customfields: [],
    templatedfields: [],
    outputs: [],
    consoleurl: undefined,
  });
  if (!pace) return undefined;
  const { messages, perMs } = pace;
  const most = messages === 1 ? 'one message' : `${messages} messages`;
  return `At most ${most} in ${perMs / 1000} s ${messages === 1 ? 'is' : 'are'} sent, as the service permits; what is more waits.`;
}

function example({ id }: Output, name: string, options: unknown): string {
  return `${capitalised(name)}:\n\n${fenced('yaml', stringify(nested(id.split('.'), options), { lineWidth: 0 }))}`;
}

function nested(names: readonly string[], value: unknown): unknown {
  return names.reduceRight((inner, name) => ({ [name]: inner }), value);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
