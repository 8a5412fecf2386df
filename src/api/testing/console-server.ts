import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { Accounts } from '#accounts/accounts.ts';
import { MemoryDocuments } from '#triage/testing/memory-documents.ts';
import { AuditTrail } from '#triage/audit-trail.ts';
import { openSqliteJournal, type SqliteJournal } from '#journal/sqlite-journal.ts';
import { createTriage } from '#triage/create-triage.ts';
import type { AccessRules } from '../access.ts';
import { basePathOf, consoleApp, type ConsoleParts } from '../console-app.ts';
import { openConsolePort, type ConsoleAddress } from '../console-port.ts';
import { noOutputs } from './no-outputs.ts';
import { quietInsight } from './quiet-insight.ts';

/** A console's port on loopback, with a journal in memory and cheap passwords. */
export interface ConsoleServer extends AsyncDisposable {
  readonly url: string;
  readonly accounts: Accounts;
  readonly journal: SqliteJournal;
  readonly audit: AuditTrail;
  /** `GET /api/v1/users/:login` */
  readonly routes: readonly string[];
}

export interface ConsoleServerOptions extends Partial<Omit<ConsoleParts, 'access' | 'journal'>> {
  /** Its own without. */
  readonly journal?: SqliteJournal;
  readonly access?: Partial<AccessRules>;
  readonly fixed?: Parameters<typeof Accounts.open>[0]['fixed'];
  readonly tls?: ConsoleAddress['tls'];
}

const cost = { costExponent: 4, blockSize: 8, parallelization: 1 };

export async function startConsoleServer(options: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  const { access, fixed = [], basePath = '/', ...parts } = options;
  const journal = options.journal ?? (await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock }));
  const documents = new MemoryDocuments();
  const audit = new AuditTrail(documents, systemClock);
  const accounts = await Accounts.open({ documents, fixed, clock: systemClock, log: silentLog, cost });
  const stats = async () => {
    const { alerts, bytes } = await journal.stats();
    return { alerts, bytes, quarantined: [], path: '', durability: 'memory', retention: {} };
  };
  const triage = createTriage({ documents: journal.documents, counter: journal, clock: systemClock });
  const app = consoleApp({
    triage,
    ...noOutputs(),
    status: async () => ({
      version: '1.2.3',
      startedAtMs: 0,
      nowMs: 60_000,
      receivedAlerts: 0,
      journal: await journal.stats(),
      outputs: [],
    }),
    insight: quietInsight(),
    settings: async () => ({ version: '1.2.3', node: '24', startedAtMs: 0, nowMs: 60_000, journal: await stats() }),
    falcoUrl: () => 'http://127.0.0.1:2801/',
    keepTestAlert: async () => '',
    takeAlerts: (_request, response) => void response.end(),
    outputNames: async () => [],
    uiConfiguration: () => ({ address: '', port: 2802, isLoginOff: false, logLevel: 'info', maxAgeMs: 0, user: '' }),
    clock: systemClock,
    audit,
    version: '1.2.3',
    isDemo: false,
    files: undefined,
    log: silentLog,
    ...parts,
    journal,
    basePath: basePathOf(basePath),
    access: {
      accounts,
      auth: 'local',
      token: undefined,
      ingestToken: undefined,
      isIngestOpen: false,
      localKey: undefined,
      publicHost: undefined,
      ...access,
    },
  });
  const address = { address: '127.0.0.1', port: 0, tls: options.tls };
  const server = await openConsolePort(app.fetch, address, { clock: systemClock, log: silentLog });
  return {
    url: server.url,
    accounts,
    journal,
    audit,
    routes: app.routes.map(({ method, path }) => `${method} ${path}`),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      if (!options.journal) await journal.close();
    },
  };
}
