import { parseArgs } from 'node:util';
import type { Clock } from '#kit/clock.ts';
import { nearest } from '#kit/nearest.ts';
import type { ExitCode } from './exit-codes.ts';

/** One command of the CLI. Parsing, `--help` and the docs page come from this declaration. */
export interface Command {
  readonly name: string;
  /** Completes "tiercel <name>: …". */
  readonly summary: string;
  /** What follows the name: `[options] [file]`. */
  readonly operands: string;
  /** Paragraphs below the summary. */
  readonly details?: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  readonly maxOperands: number;
  readonly examples: readonly CommandExample[];
  /** Commands with a second word, such as `rules check`. */
  readonly subcommands?: readonly Command[];
  run(invocation: Invocation, terminal: Terminal): Promise<ExitCode>;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** Shown for the value: `FILE`. */
  readonly value?: string;
  readonly description: string;
}

export interface CommandExample {
  readonly command: string;
  readonly explanation: string;
}

export interface Invocation {
  readonly operands: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
}

/** What a command sees of the world. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** A command line that cannot be understood. The message says what is wrong; the caller adds where help is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command that does nothing but lead to others: each is named `<name> <action>`. */
export function commandGroup(
  group: Pick<Command, 'name' | 'summary' | 'details' | 'examples' | 'subcommands'>,
): Command {
  const actions = (group.subcommands ?? []).map(({ name }) => name.slice(group.name.length + 1));
  return {
    ...group,
    operands: `<${actions.join('|')}> [options]`,
    options: {},
    maxOperands: 1000,
    run({ operands: [action = ''] }) {
      const known = `${actions.slice(0, -1).join(', ')} or ${actions.at(-1)}`;
      const meant = nearest(action, actions);
      const question = meant === undefined ? '' : `. Did you mean "${meant}"?`;
      throw new UsageError(`There is no action ${JSON.stringify(action)}: use ${known}${question}`);
    },
  };
}

const help = { type: 'boolean', short: 'h', description: 'Show this help.' } as const;

export function optionsOf(command: Command): Readonly<Record<string, CommandOption>> {
  return { ...command.options, help };
}

/** @throws UsageError for an unknown option, a missing value or too many operands. */
export function parseInvocation(command: Command, args: readonly string[]): Invocation {
  const { values, positionals } = parse(command, args);
  if (positionals.length > command.maxOperands) {
    throw new UsageError(`Unexpected argument ${JSON.stringify(positionals[command.maxOperands])}`);
  }
  return {
    operands: positionals,
    text: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (option) => values[option] === true,
  };
}

function parse(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(optionsOf(command)).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A whole number of at least `minimum`. @throws UsageError naming the option. */
export function integerOption(invocation: Invocation, option: string, fallback: number, minimum = 0): number {
  const text = invocation.text(option);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new UsageError(
      `Option "--${option}" must be a whole number of at least ${minimum}, not ${JSON.stringify(text)}`,
    );
  }
  return value;
}
