import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { freePort, Program } from '../faults/program.ts';
import { chromiumPath } from './browser.ts';
import { postAlerts } from './post-alerts.ts';
import { seedJournal } from './seed-journal.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the console, ending in `/`. */
    readonly consoleUrl: string;
    /** Where Falco would post to. */
    readonly falcoUrl: string;
  }
}

const alerts = 100_000;
const dayMs = 86_400_000;

/** One server for all tests of pages: a day of a fleet in its journal, and outputs in every state. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (chromiumPath === undefined) return async () => {};
  await import('../../ui/build-if-changed.ts');
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-console-'));
  await seedJournal({ path: path.join(folder, 'journal'), count: alerts, spanMs: dayMs, nowMs: Date.now() });
  const sink = await startSink();
  const ports = { listen: await freePort(), console: await freePort() };
  const outputs = configuration(path.join(folder, 'journal'), sink.url, await freePort());
  const server = new Program(folder, ports, outputs, { environment: { CONSOLE_AUTH: 'none' } });
  await server.start();
  await postAlerts(server.url, 60);
  await setTimeout(1000);
  project.provide('consoleUrl', `http://127.0.0.1:${ports.console}/`);
  project.provide('falcoUrl', server.url);
  return async () => {
    await server.end('SIGKILL');
    sink.server.closeAllConnections();
    sink.server.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** One output is well, one refuses for good, one is not there, one is not told of what is harmless. */
function configuration(journal: string, sink: string, closedPort: number): string {
  return `
journal: { path: ${journal} }
rules: { files: ['${path.join(import.meta.dirname, '../../rules')}'] }
outputs:
  - { type: webhook, name: archive, address: '${sink}/ok' }
  - { type: webhook, name: soar, address: '${sink}/refuse', minimumpriority: warning }
  - { type: slack, name: on-call, webhookurl: 'http://127.0.0.1:${closedPort}/hook', minimumpriority: notice }
  - { type: loki, name: search, hostport: '${sink}/ok' }
`;
}

async function startSink(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isRefused = request.url?.startsWith('/refuse') ?? false;
      response.writeHead(isRefused ? 400 : 200, { 'Content-Type': 'application/json' });
      response.end(isRefused ? '{"error":"case template \\"runtime-v2\\" not found"}' : '{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}
