import { flushCompileCache } from 'node:module';
import { startApp } from '#app/create-app.ts';
import { DemoClock, playDemo } from '#app/demo.ts';
import type { Configuration } from '#config/configuration.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { noteLine } from './check.ts';
import type { Invocation, Terminal } from './command.ts';
import { configFile } from './config-file.ts';
import { createLog } from './create-log.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { followConfiguration } from './follow-configuration.ts';
import { welcome } from './welcome.ts';

/** A whole Tiercel, until the terminal's signal says stop. */
export async function serveUntilStopped(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { signal, stdout, stderr } = terminal;
  const load = () => loadConfiguration({ environment: terminal.environment, ...configFile(invocation) });
  const loaded = await load();
  const isDemo = invocation.flag('demo');
  const configuration = isDemo ? inMemory(loaded.configuration) : loaded.configuration;
  const log = await createLog(configuration.log, stderr);
  const demo = isDemo ? new DemoClock(terminal.clock) : undefined;
  const clock = demo ?? terminal.clock;
  const fill = demo?.live.bind(demo);
  const app = await startApp({ configuration, clock, random: Math.random, log, stdout, fill });
  const { addresses } = app;
  for (const note of loaded.notes) log.info({}, noteLine(note));
  if (loaded.configuration.journal.durability === 'memory') {
    log.warn({}, 'journal.durability is "memory": alerts that are not delivered are lost when this process ends');
  }
  if (stderr.isTTY) stderr.write(welcome(addresses, configuration, isDemo));
  else log.info({ ...addresses }, 'Tiercel is listening');
  // A process that is killed would leave no cache behind.
  flushCompileCache();

  const following = followConfiguration({
    load,
    app,
    log,
    clock,
    signal,
    sources: loaded.sources,
    isEmpty: loaded.isEmpty,
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
