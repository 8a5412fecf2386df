import type { Note } from '#config/configuration-error.ts';
import { describeConfiguration } from '#config/describe-configuration.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { configFile, configOption } from './config-file.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const check: Command = {
  name: 'check',
  summary: 'validates the configuration and prints what is effective',
  operands: '[options]',
  details: 'Secrets are not shown. Ends with 78 when Tiercel would not start with this configuration.',
  options: {
    ...configOption,
    quiet: { type: 'boolean', short: 'q', description: 'Only problems and notes.' },
  },
  maxOperands: 0,
  examples: [
    { command: 'tiercel check -c falcosidekick.yaml', explanation: 'Before you move from Falcosidekick' },
    { command: 'tiercel check -q -c tiercel.yaml && kill -HUP "$PID"', explanation: 'Before a reload' },
  ],
  async run(invocation, { stdout, environment }) {
    const { configuration, notes, differences } = await loadConfiguration({ environment, ...configFile(invocation) });
    const effective = invocation.flag('quiet')
      ? ''
      : `# What is effective\n\n${describeConfiguration(configuration)}\n`;
    stdout.write(
      effective +
        section('Notes', notes) +
        section('What Falcosidekick would have done differently', differences) +
        'The configuration is valid.\n',
    );
    return exitCodes.ok;
  },
};

function section(title: string, notes: readonly Note[]): string {
  if (notes.length === 0) return '';
  const lines = notes.map((note) => `- ${noteLine(note)}\n`);
  return `# ${title}\n\n${lines.join('')}\n`;
}

/** `file.yaml:3: slack.webhookurl: …`. */
export function noteLine({ where, path, message }: Note): string {
  return [where, path, message].filter((part) => part !== '').join(': ');
}
