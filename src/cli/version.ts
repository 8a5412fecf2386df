import { readVersion } from '#app/version.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { table } from './table.ts';

export const version: Command = {
  name: 'version',
  summary: 'prints the version and what it runs on',
  operands: '',
  options: {},
  maxOperands: 0,
  examples: [{ command: 'tiercel version', explanation: 'For a bug report' }],
  async run(_invocation, { stdout }) {
    const rows = [
      ['Version', readVersion()],
      ['Node', process.version],
      ['SQLite', process.versions['sqlite'] ?? 'unknown'],
      ['Platform', `${process.platform}/${process.arch}`],
    ];
    stdout.write(`${table(['', ''], rows).slice(1).join('\n')}\n`);
    return exitCodes.ok;
  },
};
