/**
 * One webhook is down for a while under steady load, then comes back; another stays up. What must hold: all alerts arrive at
 * both, in order, once, and the healthy one does not notice. Latencies are from posting to arrival.
 * Run by hand: `npm run fault:outage -- [seconds down] [alerts a second]` (default 120 500).
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Oracle } from './oracle.ts';
import { freePort, Program, until } from './program.ts';

export interface OutageReport {
  readonly downSeconds: number;
  readonly acked: number;
  readonly arrived: Readonly<Record<'healthy' | 'flapping', number>>;
  readonly duplicates: Readonly<Record<'healthy' | 'flapping', number>>;
  readonly outOfOrder: Readonly<Record<'healthy' | 'flapping', number>>;
  /** Seconds from the return of the webhook until it has everything. */
  readonly caughtUpSeconds: number;
  readonly healthyLatencyMs: Readonly<Record<'before' | 'during', { readonly p50: number; readonly p99: number }>>;
}

type Phase = 'before' | 'during' | 'after';

/** A destination that notes order and latency of what arrives. */
class Destination {
  readonly #oracle: Oracle;
  readonly #name: string;
  readonly #postedAt: ReadonlyMap<number, number>;
  readonly latenciesMs: Record<Phase, number[]> = { before: [], during: [], after: [] };
  readonly lastByLane = new Map<string, number>();
  outOfOrder = 0;
  phase: Phase = 'before';
  server: Server | undefined;

  constructor(name: string, oracle: Oracle, postedAt: ReadonlyMap<number, number>) {
    this.#name = name;
    this.#oracle = oracle;
    this.#postedAt = postedAt;
  }

  async listen(port: number): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        this.#note(body);
        response.end('ok');
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
  }

  async close(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.server = undefined;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  #note(body: string): void {
    this.#oracle.arrive(this.#name, body);
    const id = Number(/"test\.id":(\d+)/.exec(body)?.[1]);
    const lane = id % 10 === 0 ? 'urgent' : 'normal';
    if (id < (this.lastByLane.get(lane) ?? 0)) this.outOfOrder++;
    this.lastByLane.set(lane, id);
    const postedAt = this.#postedAt.get(id);
    if (postedAt !== undefined) this.latenciesMs[this.phase].push(performance.now() - postedAt);
  }
}

export async function outage(downSeconds: number, rate: number): Promise<OutageReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-outage-'));
  const oracle = new Oracle();
  const postedAt = new Map<number, number>();
  const healthy = new Destination('healthy', oracle, postedAt);
  const flapping = new Destination('flapping', oracle, postedAt);
  const ports = { healthy: await freePort(), flapping: await freePort() };
  const program = new Program(
    folder,
    { listen: await freePort(), console: await freePort() },
    `log: { level: warn }
outputs:
  - { name: healthy, type: webhook, address: 'http://127.0.0.1:${ports.healthy}/' }
  - { name: flapping, type: webhook, address: 'http://127.0.0.1:${ports.flapping}/' }
`,
  );
  try {
    await healthy.listen(ports.healthy);
    await flapping.listen(ports.flapping);
    await program.start();

    await steadyLoad(program.url, Math.max(1, downSeconds / 4), rate, oracle, postedAt);
    await until(() => oracle.missing('flapping').length === 0, 'the first alerts');
    healthy.phase = 'during';
    await flapping.close();
    await steadyLoad(program.url, downSeconds, rate, oracle, postedAt);
    healthy.phase = 'after';
    await flapping.listen(ports.flapping);
    const returnedAt = performance.now();
    await until(
      () => oracle.missing('flapping').length + oracle.missing('healthy').length === 0,
      'everything',
      180_000,
    );
    const caughtUpSeconds = (performance.now() - returnedAt) / 1000;

    const both = <Value>(of: (name: 'healthy' | 'flapping') => Value) => ({
      healthy: of('healthy'),
      flapping: of('flapping'),
    });
    return {
      downSeconds,
      acked: oracle.acked,
      arrived: both((name) => oracle.delivered(name)),
      duplicates: both((name) => oracle.duplicates(name)),
      outOfOrder: { healthy: healthy.outOfOrder, flapping: flapping.outOfOrder },
      caughtUpSeconds,
      healthyLatencyMs: {
        before: percentiles(healthy.latenciesMs.before),
        during: percentiles(healthy.latenciesMs.during),
      },
    };
  } finally {
    await program.end('SIGKILL');
    await healthy.close();
    await flapping.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Posts one after another in the order of their numbers at intended moments; catches up when an answer was late. */
async function steadyLoad(
  url: string,
  seconds: number,
  rate: number,
  oracle: Oracle,
  postedAt: Map<number, number>,
): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < seconds * rate; count++) {
    const wait = startedAt + (count * 1000) / rate - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const { id, body } = oracle.issue();
    postedAt.set(id, performance.now());
    const response = await fetch(url, { method: 'POST', body });
    await response.arrayBuffer();
    if (response.status === 200) oracle.ack(id);
  }
}

function percentiles(values: number[]): { p50: number; p99: number } {
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? NaN).toFixed(2));
  return { p50: at(0.5), p99: at(0.99) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await outage(Number(process.argv[2] ?? 120), Number(process.argv[3] ?? 500)), null, 2));
}
