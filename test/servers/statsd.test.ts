import { once } from 'node:events';
import { rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { falcosidekickTestInput } from '#outputs/testing/alerts.ts';
import { findServer, freePort, temporaryFolder } from '#outputs/testing/programs.ts';
import { answering, startServer, type TestServer } from '#delivery/testing/http-server.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { startApp, type App } from '#app/create-app.ts';
import { Server } from './server.ts';

const command = findServer('statsd_exporter');
const folder = temporaryFolder();
let receiver: TestServer;
let app: App | undefined;
let lines: string[];

beforeAll(async () => {
  receiver = await startServer(answering(200));
});

beforeEach(() => {
  lines = [];
});

afterEach(async () => {
  await app?.stop();
  app = undefined;
});

afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function configurationOf(variables: Readonly<Record<string, string>>) {
  const environment = {
    LISTENADDRESS: '127.0.0.1',
    LISTENPORT: '0',
    CONSOLE_ENABLED: 'false',
    JOURNAL_DURABILITY: 'memory',
    JOURNAL_PATH: path.join(folder, 'journal'),
    WEBHOOK_ADDRESS: receiver.origin,
    STATSD_INTERVAL: '100ms',
    DOGSTATSD_INTERVAL: '100ms',
    ...variables,
  };
  return (await loadConfiguration({ environment })).configuration;
}

async function start(variables: Readonly<Record<string, string>>): Promise<App> {
  const note = (details: object, message: string) => {
    if (message.startsWith('Counters')) lines.push(`${message} ${JSON.stringify(details)}`);
  };
  const log: Log = { debug() {}, info: note, warn: note, error: note };
  const configuration = await configurationOf(variables);
  app = await startApp({ configuration, clock: systemClock, random: Math.random, log, stdout: process.stdout });
  return app;
}

/** Three that are taken, and two that are not. */
async function postAlerts({ addresses }: App): Promise<void> {
  for (const body of [falcosidekickTestInput, falcosidekickTestInput, falcosidekickTestInput, '{', '{}']) {
    await (await fetch(addresses.falco, { method: 'POST', body })).text();
  }
}

describe.skipIf(command === undefined)('the exporter of Prometheus for StatsD', { timeout: 30_000 }, () => {
  let server: Server;
  let metrics: string;
  let port: number;

  beforeEach(async () => {
    const web = await freePort();
    port = await freePort();
    metrics = `http://127.0.0.1:${web}/metrics`;
    const at = `127.0.0.1:${port}`;
    server = await Server.start(
      command,
      () => [`--statsd.listen-udp=${at}`, `--statsd.listen-tcp=${at}`, `--web.listen-address=127.0.0.1:${web}`],
      metrics,
    );
  });

  afterEach(async () => server[Symbol.asyncDispose]());

  async function counters(): Promise<Readonly<Record<string, number>>> {
    const text = await (await fetch(metrics)).text();
    const found = text.matchAll(/^(falcosidekick_\S+) (\d+)$/gm);
    return Object.fromEntries([...found].map(([, name = '', value]) => [name, Number(value)]));
  }

  const plain = {
    falcosidekick_total: 5,
    falcosidekick_inputs_requests_accepted: 3,
    falcosidekick_inputs_requests_rejected_invalidjson: 2,
    falcosidekick_falco_accepted_Debug: 3,
    falcosidekick_outputs_webhook_ok: 3,
  };
  const tagged = {
    'falcosidekick_total{cluster="eu-1"}': 5,
    'falcosidekick_inputs_requests_accepted{cluster="eu-1"}': 3,
    'falcosidekick_inputs_requests_rejected{cluster="eu-1",error="invalidjson"}': 2,
    'falcosidekick_falco_accepted{cluster="eu-1",priority="Debug"}': 3,
    'falcosidekick_outputs{cluster="eu-1",output="webhook",status="ok"}': 3,
  };

  it.for([
    ['statsd', '', plain, {}],
    ['statsd', 'tcp://', plain, {}],
    ['dogstatsd', '', tagged, { DOGSTATSD_TAGS: 'cluster:eu-1' }],
  ] as const)('counts what comes in and goes out, by %s over %s', async ([kind, scheme, expected, tags]) => {
    const forwarder = { [`${kind.toUpperCase()}_FORWARDER`]: `${scheme}127.0.0.1:${port}` };
    await postAlerts(await start({ ...forwarder, ...tags }));
    await vi.waitFor(async () => expect(await counters()).toEqual(expected), { timeout: 10_000 });
  });

  it('is told what is left at the end, and nothing twice by a reload', async () => {
    const variables = { STATSD_FORWARDER: `127.0.0.1:${port}`, STATSD_INTERVAL: '1h' };
    const running = await start(variables);
    await postAlerts(running);
    await vi.waitFor(() => expect(receiver.requests.length).toBeGreaterThanOrEqual(3));
    await running.reload(await configurationOf({ ...variables, STATSD_INTERVAL: '2h' }));
    await running.stop();
    app = undefined;
    await vi.waitFor(async () => expect(await counters()).toEqual(plain), { timeout: 10_000 });
  });
});

it('reach the socket of a Datadog Agent, each with its length before it', async () => {
  const file = path.join(folder, 'dsd.socket');
  let received = Buffer.alloc(0);
  const agent = net.createServer((socket) => {
    socket.on('data', (data: Buffer) => (received = Buffer.concat([received, data])));
  });
  agent.listen(file);
  await once(agent, 'listening');
  await postAlerts(await start({ DOGSTATSD_FORWARDER: `unixstream://${file}` }));
  await vi.waitFor(() => expect(received.toString()).toContain('falcosidekick.total:'));
  const length = received.readUInt32LE(0);
  expect(received.subarray(4, 4 + length).toString()).toMatch(/^(?:falcosidekick\.\S+:\d+\|c(?:\|#\S+)?\n?)+$/);
  agent.close();
});

it('are tried again where nobody listens, which is said once', async () => {
  const port = await freePort();
  await postAlerts(await start({ STATSD_FORWARDER: `tcp://127.0.0.1:${port}` }));
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  expect(lines[0]).toContain('Counters cannot be pushed to "statsd.forwarder"; trying on');
  expect(lines[0]).toContain(`127.0.0.1:${port} failed (ECONNREFUSED)`);
  let received = '';
  const late = net.createServer((socket) => socket.on('data', (data) => (received += data.toString())));
  late.listen(port, '127.0.0.1');
  await vi.waitFor(() => expect(received).toContain('falcosidekick.total:5|c\n'));
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  late.close();
});

it.for([
  ['http://a.example', /must be a host and a port/],
  ['unix:///var/run/dsd.socket', /not supported/],
] as const)('go nowhere else: %s', async ([forwarder, message]) => {
  await expect(configurationOf({ STATSD_FORWARDER: forwarder })).rejects.toThrow(message);
});
