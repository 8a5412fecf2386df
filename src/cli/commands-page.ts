import { fenced, page, table } from '#reference/markdown.ts';
import { commandHelp, overviewHelp } from './command-help.ts';
import type { Command } from './command.ts';
import { allCommands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';

/** `docs/reference/commands.md`: what `--help` prints, all in one place. */
export async function commandsPage(): Promise<string> {
  const commands = await allCommands();
  return page(
    '# Commands',
    'From a clone, `npm start -- <options>` is `tiercel serve <options>`, and `npm run tiercel -- <command>` any other.',
    fenced('text', overviewHelp(commands)),
    ...commands.flatMap((command) => [...section(command, '##'), ...subsections(command)]),
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      Object.entries(exitCodes).map(([name, code]) => [String(code), name]),
    ),
  );
}

function section(command: Command, level: string): readonly string[] {
  return [`${level} tiercel ${command.name}`, fenced('text', commandHelp(command))];
}

function subsections({ subcommands = [] }: Command): readonly string[] {
  return subcommands.flatMap((subcommand) => section(subcommand, '###'));
}
