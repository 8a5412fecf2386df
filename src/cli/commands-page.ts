import { fenced, page, table } from '#reference/markdown.ts';
import { commandHelp, overviewHelp } from './command-help.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';

/** `docs/reference/commands.md`: what `--help` prints, all in one place. */
export function commandsPage(): string {
  return page(
    '# Commands',
    'From a clone, `npm start -- <options>` is `tiercel serve <options>`, and `npm run tiercel -- <command>` any other.',
    fenced('text', overviewHelp(commands)),
    ...commands.flatMap((command) => [`## tiercel ${command.name}`, fenced('text', commandHelp(command))]),
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      Object.entries(exitCodes).map(([name, code]) => [String(code), name]),
    ),
  );
}
