import { nearest } from '#kit/nearest.ts';
import { ConfigurationError } from '#config/configuration-error.ts';
import { UnavailableError } from './api-client.ts';
import { commandHelp, overviewHelp } from './command-help.ts';
import { parseInvocation, UsageError, type Command, type Terminal } from './command.ts';
import { allCommands, commandListings } from './commands.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { serve } from './serve.ts';

/** Runs a command line and resolves to the exit code; every error has become a message on stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first = '', ...rest] = args;
  if (first === '--help' || first === '-h' || first === 'help') return help(rest, terminal);
  const named = await commandNamed(first);
  if (!named && first !== '' && !first.startsWith('-')) return unknownCommand(first, terminal);
  const subcommand = named && subcommandOf(named, rest[0]);
  const command = subcommand ?? named ?? serve;
  try {
    const words = named ? args.slice(command.name.split(' ').length) : args;
    const invocation = parseInvocation(command, words);
    if (command !== serve) terminal.stdout.once('error', () => process.exit(exitCodes.ok));
    if (!invocation.flag('help')) return await command.run(invocation, terminal);
    terminal.stdout.write(`${commandHelp(command)}\n`);
    return exitCodes.ok;
  } catch (error) {
    return report(error, command, terminal);
  }
}

async function commandNamed(name: string | undefined): Promise<Command | undefined> {
  return commandListings.find((listing) => listing.name === name)?.load();
}

function subcommandOf({ name, subcommands = [] }: Command, action: string | undefined): Command | undefined {
  return subcommands.find((subcommand) => subcommand.name === `${name} ${action}`);
}

async function help([name, action]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const named = await commandNamed(name);
  if (name && !named) return unknownCommand(name, terminal);
  const command = (named && subcommandOf(named, action)) ?? named;
  const text = command ? commandHelp(command) : overviewHelp(await allCommands());
  terminal.stdout.write(`${text}\n`);
  return exitCodes.ok;
}

function unknownCommand(name: string, { stderr }: Terminal): ExitCode {
  const meant = nearest(
    name,
    commandListings.map((command) => command.name),
  );
  const question = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  stderr.write(`tiercel: there is no command ${JSON.stringify(name)}.${question} "tiercel --help" lists them.\n`);
  return exitCodes.usage;
}

function report(error: unknown, { name }: Command, { stderr }: Terminal): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    stderr.write(`tiercel ${name}: ${message}. "tiercel ${name} --help" shows how.\n`);
    return exitCodes.usage;
  }
  stderr.write(`${message}\n`);
  if (error instanceof ConfigurationError) return exitCodes.configuration;
  return error instanceof UnavailableError ? exitCodes.unavailable : exitCodes.failure;
}
