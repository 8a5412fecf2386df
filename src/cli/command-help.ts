import { optionsOf, type Command } from './command.ts';

/** What `tiercel <command> --help` prints. */
export function commandHelp(command: Command): string {
  const options = Object.entries(optionsOf(command)).map(([name, { short, value, description }]) => [
    `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
    description,
  ]);
  const examples = command.examples.flatMap(({ command: line, explanation }) => [
    `  # ${explanation}`,
    `  ${line}`,
    '',
  ]);
  return [
    `tiercel ${command.name}: ${command.summary}.`,
    '',
    'Usage:',
    `  tiercel ${command.name} ${command.operands}`.trimEnd(),
    ...(command.details ? ['', command.details] : []),
    '',
    ...(command.subcommands ? ['Actions:', ...columns(actionsOf(command)), ''] : []),
    'Options:',
    ...columns(options),
    '',
    'Examples:',
    ...examples,
  ]
    .join('\n')
    .trimEnd();
}

function actionsOf({ name, subcommands = [] }: Command): readonly (readonly string[])[] {
  return subcommands.map((subcommand) => [subcommand.name.slice(name.length + 1), subcommand.summary]);
}

/** What `tiercel --help` prints. */
export function overviewHelp(commands: readonly Command[]): string {
  return [
    "Tiercel receives Falco's alerts, keeps every one of them, and delivers each until the other side has it.",
    '',
    'Usage:',
    '  tiercel [command] [options]',
    '',
    'Commands (without one: serve):',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    '"tiercel <command> --help" shows the options of a command, with examples.',
  ].join('\n');
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}
