/** Something that keeps the configuration from being used. */
export interface Problem {
  /** `falcosidekick.yaml:12` or `environment variable SLACK_WEBHOOKURL`. */
  readonly where: string;
  /** The option it is about: `slack.webhookurl`. Empty where it is about the file as a whole. */
  readonly path: string;
  /** A sentence; without any secret. */
  readonly message: string;
  /** What to do about it: a sentence. */
  readonly remedy: string;
}

/** Something the operator should know although it stops nothing. */
export interface Note {
  readonly where: string;
  readonly path: string;
  readonly message: string;
}

/** Carries every problem of a configuration at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];
  /** The files that were read or should have been: a change of one of them is a reason to try again. */
  readonly sources: readonly string[];

  constructor(problems: readonly Problem[], sources: readonly string[]) {
    super(`${headline(problems.length)}\n\n${problems.map(block).join('\n\n')}`);
    this.problems = problems;
    this.sources = sources;
  }
}

function headline(count: number): string {
  return count === 1 ? 'The configuration has a problem.' : `The configuration has ${count} problems.`;
}

function block({ where, path, message, remedy }: Problem): string {
  return [path === '' ? where : `${where}: ${path}`, `  ${message}`, `  ${remedy}`].join('\n');
}
