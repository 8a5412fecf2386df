import type { Command } from './command.ts';
import { configOption } from './config-file.ts';
import { version } from './version.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'receives alerts, keeps them and delivers them',
  operands: '[options]',
  details: [
    'This is what runs without a command. The options -c and -v are those of Falcosidekick.',
    'The configuration is read again on SIGHUP and when its files change; an invalid one is refused and the old one goes on.',
    'Exit codes: 0 stopped, 1 failed (a port is taken, the journal is in use), 78 the configuration does not validate.',
  ].join('\n'),
  options: {
    ...configOption,
    demo: { type: 'boolean', description: 'Play realistic alerts to look at, kept in memory only.' },
    redis: {
      type: 'string',
      short: 'r',
      value: 'ADDRESS',
      description: 'Accepted and not needed: operators start Falcosidekick-UI with it.',
    },
    version: { type: 'boolean', short: 'v', description: 'Print the version.' },
  },
  maxOperands: 0,
  examples: [
    { command: 'tiercel serve', explanation: 'Without any configuration: alerts appear in the terminal' },
    { command: 'tiercel serve -c falcosidekick.yaml', explanation: 'With the configuration you have' },
    { command: 'SLACK_WEBHOOKURL=https://… tiercel serve', explanation: 'Configured by the environment' },
    { command: 'tiercel serve --demo', explanation: 'Something to look at' },
  ],
  async run(invocation, terminal) {
    if (invocation.flag('version')) return version.run(invocation, terminal);
    const { serveUntilStopped } = await import('./serve-app.ts');
    return serveUntilStopped(invocation, terminal);
  },
};
