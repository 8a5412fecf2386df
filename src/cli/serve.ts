import { startApp } from '#app/create-app.ts';
import { playDemo } from '#app/demo.ts';
import type { Configuration } from '#config/configuration.ts';
import { loadConfiguration, type LoadResult } from '#config/load-configuration.ts';
import { noteLine } from './check.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { configFile, configOption } from './config-file.ts';
import { createLog } from './create-log.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { followConfiguration } from './follow-configuration.ts';
import { version } from './version.ts';
import { welcome } from './welcome.ts';

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
    const load = () => loadConfiguration({ environment: terminal.environment, ...configFile(invocation) });
    return serveWith(await load(), load, invocation, terminal);
  },
};

async function serveWith(
  loaded: LoadResult,
  load: () => Promise<LoadResult>,
  invocation: Invocation,
  terminal: Terminal,
): Promise<ExitCode> {
  const { clock, signal, stdout, stderr } = terminal;
  const isDemo = invocation.flag('demo');
  const configuration = isDemo ? inMemory(loaded.configuration) : loaded.configuration;
  const log = createLog(configuration.log, stderr);
  const app = await startApp({ configuration, clock, random: Math.random, log, stdout });
  const { addresses } = app;
  for (const note of loaded.notes) log.info({}, noteLine(note));
  if (loaded.configuration.journal.durability === 'memory') {
    log.warn({}, 'journal.durability is "memory": alerts that are not delivered are lost when this process ends');
  }
  if (stderr.isTTY) stderr.write(welcome(addresses, configuration, isDemo));
  else log.info({ ...addresses }, 'Tiercel is listening');

  const following = followConfiguration({
    load,
    app,
    log,
    clock,
    signal,
    sources: loaded.sources,
    adjust: isDemo ? inMemory : undefined,
  });
  try {
    if (isDemo) await playDemo(addresses.falco, clock, signal);
    else await aborted(signal);
  } finally {
    following.stop();
    log.info({}, 'Stopping: no new alerts, deliveries in flight may end');
    await app.stop();
    log.info({}, 'Stopped');
  }
  return exitCodes.ok;
}

function inMemory(configuration: Configuration): Configuration {
  return { ...configuration, journal: { ...configuration.journal, durability: 'memory' } };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
