import { readFileSync, writeFileSync } from 'node:fs';
import { ConfigurationError } from '#config/configuration-error.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import type { Fate } from '#config/migration/fate.ts';
import { migrate as migrateConfiguration } from '#config/migration/migrate.ts';
import { UsageError, type Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { table } from './table.ts';

export const migrate: Command = {
  name: 'migrate',
  summary: "turns Falcosidekick's configuration into one of Tiercel's",
  operands: '[options] [FILE]',
  details: [
    "Reads a configuration file, or the values of Falcosidekick's chart or of Falco's with it, or the environment.",
    'Tiercel reads the first and the last as they are: what this gives is one short file, and a report of what became of each setting.',
    'The file holds the secrets that the source holds. Exit code 78: what came out does not validate, and the problems say why.',
  ].join('\n'),
  options: {
    environment: { type: 'boolean', short: 'e', description: 'Take the variables of this environment, too.' },
    output: { type: 'string', short: 'o', value: 'FILE', description: 'Write there, readable by its owner only.' },
    quiet: { type: 'boolean', short: 'q', description: 'No report.' },
  },
  maxOperands: 1,
  examples: [
    { command: 'tiercel migrate values.yaml > tiercel.yaml', explanation: 'From values of a chart' },
    { command: 'tiercel migrate -o /etc/tiercel/tiercel.yaml falcosidekick.yaml', explanation: 'From a file' },
    { command: 'tiercel migrate --environment', explanation: 'From the environment of a container' },
  ],
  async run(invocation, { stdout, stderr, environment }) {
    const [name] = invocation.operands;
    const isWithEnvironment = invocation.flag('environment');
    if (name === undefined && !isWithEnvironment) throw new UsageError('Give a file or --environment');
    const { configuration, fates } = migrateConfiguration({
      ...(name !== undefined && { file: { name, text: readFileSync(name, 'utf8') } }),
      environment: isWithEnvironment ? environment : {},
    });
    const output = invocation.text('output');
    if (output === undefined) stdout.write(configuration);
    else writeFileSync(output, configuration, { mode: 0o600 });
    if (!invocation.flag('quiet')) stderr.write(report(fates));
    return await validated(output ?? 'the new configuration', configuration, stderr);
  },
};

const headings: Readonly<Record<Fate['kind'], string>> = {
  same: 'The same here',
  renamed: 'Under another name',
  chart: 'For the chart',
  default: 'Left out: it is the default',
  dropped: 'Left out',
};

function report(fates: readonly Fate[]): string {
  const sections = Object.entries(headings).flatMap(([kind, heading]) => {
    const rows = fates.filter((fate) => fate.kind === kind);
    if (rows.length === 0) return [];
    const lines = table(
      ['', ''],
      rows.map(({ from, to, why }) => [from, [to ?? '', why ?? ''].filter((part) => part !== '').join(': ')]),
    );
    return [`${heading}\n${lines.slice(1).join('\n')}\n`];
  });
  return `${sections.join('\n')}\n`;
}

async function validated(file: string, configuration: string, stderr: NodeJS.WriteStream) {
  try {
    await loadConfiguration({ file, environment: {}, readFile: () => configuration });
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    stderr.write(`${error.message}\n`);
    return exitCodes.configuration;
  }
}
