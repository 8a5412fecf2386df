import type { CommandOption, Invocation } from './command.ts';

export const configOption = {
  'config-file': {
    type: 'string',
    short: 'c',
    value: 'FILE',
    description: "Configuration, YAML or JSON, Falcosidekick's or ours. Environment variables override it.",
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** The file that `-c` names, for `loadConfiguration`. */
export function configFile(invocation: Invocation): { readonly file?: string } {
  const file = invocation.text('config-file');
  return file === undefined ? {} : { file };
}
