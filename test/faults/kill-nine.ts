/**
 * T1: kill -9 at random instants under load, with one output healthy, one dead and one slow.
 * Run by hand: `npm run fault:kill -- [cycles]` (default 100). The test suite runs fewer cycles.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src/app/demo-alerts.ts';
import { Oracle } from './oracle.ts';
import { freePort, Program, until } from './program.ts';

export interface KillReport {
  readonly cycles: number;
  readonly issued: number;
  readonly acked: number;
  readonly lost: Readonly<Record<'healthy' | 'slow', number>>;
  readonly duplicates: Readonly<Record<'healthy' | 'slow', number>>;
  readonly corrupted: number;
  readonly spurious: number;
  /** Of the dead output: what the journal holds for it, and what it should hold. */
  readonly owedToDead: number;
  readonly kept: number;
}

const senders = 8;
/** How long the slow output takes for each message. */
const slowMs = 5;

export async function killNine(cycles: number, seed: number): Promise<KillReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-kill-'));
  const oracle = new Oracle();
  const sink = await startSink(oracle);
  const program = new Program(
    folder,
    { listen: await freePort(), console: await freePort() },
    `log: { level: warn }
outputs:
  - { name: healthy, type: webhook, address: '${sink.url}/healthy' }
  - { name: slow, type: webhook, address: '${sink.url}/slow', maxconcurrentrequests: 8 }
  - { name: dead, type: webhook, address: 'http://127.0.0.1:${await freePort()}/' }
`,
  );
  const random = seededRandom(seed);
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      await program.start();
      const load = underLoad(program.url, oracle);
      await new Promise((resolve) => setTimeout(resolve, 50 + random() * 700));
      await program.end('SIGKILL');
      await load.stop();
    }
    await program.start();
    await until(
      () => oracle.missing('healthy').length === 0 && oracle.missing('slow').length === 0,
      'every acknowledged alert to arrive',
      240_000,
    ).catch(() => {});
    const ledger = await deadLedger(program.api);
    await program.end('SIGTERM');
    return {
      cycles,
      issued: oracle.issued,
      acked: oracle.acked,
      lost: { healthy: oracle.missing('healthy').length, slow: oracle.missing('slow').length },
      duplicates: { healthy: oracle.duplicates('healthy'), slow: oracle.duplicates('slow') },
      corrupted: oracle.corrupted,
      spurious: oracle.spurious,
      owedToDead: ledger.owed,
      kept: ledger.received,
    };
  } finally {
    await program.end('SIGKILL');
    sink.server.close();
    sink.server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Posts as fast as it is answered until the server is gone. */
function underLoad(url: string, oracle: Oracle): { stop(): Promise<void> } {
  let running = true;
  const sender = async () => {
    while (running) {
      const { id, body } = oracle.issue();
      try {
        const response = await fetch(url, { method: 'POST', body });
        await response.arrayBuffer();
        if (response.status === 200) oracle.ack(id);
      } catch {
        // The server was killed with this request in flight: whether the alert was kept is not known.
        return;
      }
    }
  };
  const all = Promise.all(Array.from({ length: senders }, sender));
  return {
    stop: async () => {
      running = false;
      await all;
    },
  };
}

async function startSink(oracle: Oracle): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const output = (request.url ?? '/').slice(1);
      const answer = () => {
        oracle.arrive(output, body);
        response.end('ok');
      };
      if (output === 'slow') setTimeout(answer, slowMs);
      else answer();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

async function deadLedger(api: string): Promise<{ received: number; owed: number }> {
  const answer: unknown = await (await fetch(`${api}/outputs`)).json();
  const outputs = typeof answer === 'object' && answer !== null && 'outputs' in answer ? answer.outputs : [];
  const dead: unknown = Array.isArray(outputs) ? outputs.find(({ name }) => name === 'dead') : undefined;
  const ledger = typeof dead === 'object' && dead !== null && 'ledger' in dead ? dead.ledger : {};
  return { received: -1, owed: -1, ...(typeof ledger === 'object' ? ledger : {}) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await killNine(Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)), null, 2));
}
