import path from 'node:path';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { Accounts } from '#accounts/accounts.ts';
import type { Documents } from '#journal/documents.ts';
import type { Configuration } from '#config/configuration.ts';
import { basePathOf, consoleApp, type ConsoleParts } from '#api/console-app.ts';
import { readConsoleFiles } from '#api/console-files.ts';
import { openConsolePort } from '#api/console-port.ts';
import { createTriage } from '#triage/create-triage.ts';
import { groupAttention } from '#api/insight/group-attention.ts';
import type { InsightSource } from '#api/insight/insight-source.ts';
import { writeLocalKey } from './local-key.ts';

/** The console's port is open. */
export interface RunningConsole {
  readonly url: string;
  /** Makes the first user, while there is none. For the terminal, and for nobody else. */
  readonly firstUserUrl: string | undefined;
  close(): Promise<void>;
}

export type ConsoleSurroundings = Omit<
  ConsoleParts,
  'access' | 'audit' | 'basePath' | 'files' | 'triage' | 'insight'
> & {
  readonly insight: Omit<InsightSource, 'groups' | 'onDecision'>;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly log: Log;
};

/** Whichever of both runs, the source or what is built from it: the console is built to `dist/console`. */
const folders = ['../../dist/console', 'console'].map((folder) => path.resolve(import.meta.dirname, folder));

/** @throws ListenerError naming the address, or the file of a certificate, and the remedy */
export async function startConsole(configuration: Configuration, around: ConsoleSurroundings): Promise<RunningConsole> {
  const { console: settings, journal } = configuration;
  const { documents, clock, log } = around;
  const fixed = settings.user ? [settings.user] : [];
  const basePath = basePathOf(settings.basePath);
  const [accounts, files] = await Promise.all([Accounts.open({ documents, fixed, clock, log }), filesOfConsole()]);
  const localKey = journal.durability === 'disk' ? await writeLocalKey(journal.path, log) : undefined;
  const triage = createTriage({ documents, counter: around.journal, clock });
  const app = consoleApp({
    ...around,
    triage,
    insight: { ...around.insight, groups: () => groupAttention(triage.board), onDecision: triage.onChange },
    basePath,
    files,
    audit: triage.audit,
    access: {
      accounts,
      auth: settings.auth,
      token: settings.token,
      ingestToken: settings.ingestToken,
      isIngestOpen: settings.isIngestOpen,
      localKey,
      publicHost: settings.url === undefined ? undefined : new URL(settings.url).host,
    },
  });
  const server = await openConsolePort(app.fetch, settings, { clock, log });
  const secret = settings.auth === 'local' ? accounts.firstSecret : undefined;
  return {
    url: `${server.url}${basePath === '/' ? '' : basePath}`,
    // A fragment is not sent, and so stands in no log of a proxy.
    firstUserUrl: secret === undefined ? undefined : `${server.url}${basePath}first#${secret}`,
    close: async () => {
      localKey?.remove();
      await server.close();
    },
  };
}

async function filesOfConsole() {
  for (const folder of folders) {
    const files = await readConsoleFiles(folder);
    if (files) return files;
  }
  return undefined;
}
