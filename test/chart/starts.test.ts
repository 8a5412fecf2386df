import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { freePort, main as source, until } from '../faults/program.ts';
import { helm, render, type Manifest, type Objects } from './helm.ts';
import { seed } from './values.ts';

const bundle = path.join(import.meta.dirname, '../../dist/tiercel.js');
/** What the image starts. Without a build it is what the build is made from. */
const program = existsSync(bundle) ? bundle : source;

const arrived = new Set<string>();
let sink: Server;
let server: ChildProcess | undefined;
let objects: Objects;
let ports: { readonly alerts: number; readonly console: number; readonly sink: number };
const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-pod-'));
let log = '';

/** Slack, Loki and Elasticsearch in one: each takes everything. */
async function startSink(port: number): Promise<Server> {
  const all = createServer((request, response) => {
    void text(request).then((body) => {
      if (!body.includes('helm test')) return response.end('ok');
      arrived.add(request.url ?? '');
      const items = body
        .trim()
        .split('\n')
        .filter((_, index) => index % 2 === 0);
      return response.end(JSON.stringify({ errors: false, items: items.map(() => ({ create: { status: 201 } })) }));
    });
  }).listen(port, '127.0.0.1');
  await once(all, 'listening');
  return all;
}

describe.skipIf(!helm)('the pod of the rendered chart', () => {
  beforeAll(async () => {
    ports = { alerts: await freePort(), console: await freePort(), sink: await freePort() };
    sink = await startSink(ports.sink);
    const there = `http://127.0.0.1:${ports.sink}`;
    const { config } = seed;
    objects = await render({
      ...seed,
      api: {},
      config: {
        slack: { ...config.slack, webhookurl: `${there}/slack`, minimumpriority: '' },
        loki: { ...config.loki, hostport: there },
        elasticsearch: { ...config.elasticsearch, hostport: there },
      },
    });
    const file = path.join(folder, 'tiercel.yaml');
    writeFileSync(file, stringify(objects.configuration));
    const given = objects.container.args.map((each: string) => (each === '/etc/tiercel/tiercel.yaml' ? file : each));
    server = spawn(process.execPath, [program, ...given], {
      env: {
        ...process.env,
        ...objects.environment,
        // What the pod gets from Secrets of others.
        LOKI_APIKEY: 'from another Secret',
        // What differs on this machine.
        LISTENADDRESS: '127.0.0.1',
        LISTENPORT: String(ports.alerts),
        CONSOLE_LISTENADDRESS: '127.0.0.1',
        CONSOLE_LISTENPORT: String(ports.console),
        JOURNAL_PATH: path.join(folder, 'journal'),
      },
    });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  });

  afterAll(async () => {
    server?.kill('SIGTERM');
    if (server?.exitCode === null) await once(server, 'close');
    sink.close();
    sink.closeAllConnections();
  });

  it('starts, and answers its probes', async () => {
    const { startupProbe, readinessProbe, livenessProbe } = objects.container;
    for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) {
      const url = `http://127.0.0.1:${ports.alerts}${httpGet.path}`;
      const isFine = async () => (await fetch(url).catch(() => undefined))?.ok === true;
      await until(isFine, `${httpGet.path}:\n${log}`, 20_000);
    }
  });

  it('passes `helm test`, and delivers to every output', async () => {
    const { initContainers, containers } = objects.one('Pod').spec;
    const { data } = objects.all.find((o) => o.kind === 'ConfigMap' && o.data['alert.ndjson']);
    writeFileSync(path.join(folder, 'alert.ndjson'), data['alert.ndjson']);
    const here = (each: string) =>
      each
        .replace('http://falcosidekick:2801', `http://127.0.0.1:${ports.alerts}`)
        .replace('http://falcosidekick-ui:2802', `http://127.0.0.1:${ports.console}`)
        .replace('/test/', `${folder}/`);
    const run = async ({ args, env = [] }: Manifest) => {
      const token = env.some(({ name }: Manifest) => name === 'CONSOLE_TOKEN') && objects.environment['CONSOLE_TOKEN'];
      const environment = { ...process.env, HOME: folder, ...(token && { CONSOLE_TOKEN: token }) };
      return promisify(execFile)(process.execPath, [program, ...args.map(here)], { env: environment });
    };
    for (const step of initContainers) await run(step);
    const { stdout } = await run(containers[0]);
    expect(stdout).toMatch(/Debug helm test [\da-f-]+ of falcosidekick/);

    await until(() => arrived.size === 3, `the outputs, not only ${[...arrived].join()}:\n${log}`, 20_000);
    expect([...arrived].toSorted()).toEqual(['/_bulk', '/loki/api/v1/push', '/slack']);
    const isSettled = async () => (await run(containers[0])).stdout.match(/delivered/g)?.length === 3;
    await until(isSettled, 'three deliveries', 20_000);
  });
});
