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
  const configuration = isDemo ? asDemo(loaded.configuration) : loaded.configuration;
  const log = await createLog(configuration.log, stderr);
  const demo = isDemo ? new DemoClock(terminal.clock) : undefined;
  const clock = demo ?? terminal.clock;
  const fill = demo?.live.bind(demo);
  const app = await startApp({ configuration, clock, random: Math.random, log, stdout, fill, isDemo });
  const { addresses } = app;
  for (const note of loaded.notes) log.info({}, noteLine(note));
  if (loaded.configuration.journal.durability === 'memory') {
    log.warn({}, 'journal.durability is "memory": alerts that are not delivered are lost when this process ends');
  }
  if (stderr.isTTY) stderr.write(welcome({ addresses, firstUserUrl: app.firstUserUrl, configuration, isDemo }));
  else log.info({ ...addresses }, 'Tiercel is listening');
  if (app.firstUserUrl !== undefined && !stderr.isTTY) {
    log.warn({ link: app.firstUserUrl }, 'There is no account yet: this link makes the first, until the next start');
  }
  // A process that is killed would leave no cache behind.
  flushCompileCache();

  const following = followConfiguration({
    load,
    app,
    log,
    clock,
    signal,
    sources: loaded.sources,
    hasChanged: loaded.hasChanged,
    isEmpty: loaded.isEmpty,
    adjust: isDemo ? asDemo : undefined,
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

/** In memory, and open to who sits at this machine: there is nothing to protect. */
function asDemo(configuration: Configuration): Configuration {
  const { journal, console: page } = configuration;
  const isHere = page.address === '' || page.address === '127.0.0.1' || page.address === '::1';
  const open = { auth: 'none', address: page.address === '' ? '127.0.0.1' : page.address } as const;
  const isOpened = isHere && page.token === undefined && page.user === undefined;
  return {
    ...configuration,
    journal: { ...journal, durability: 'memory' },
    ...(isOpened && { console: { ...page, ...open } }),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
