import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeCertificate, temporaryFolder } from '#outputs/testing/programs.ts';
import { freePort, main, Program } from '../faults/program.ts';
import { findKubernetes, KubernetesApi } from './kubernetes-api.ts';
import { createNamespace } from './kubernetes-objects.ts';

const programs = findKubernetes();
const rules = path.join(import.meta.dirname, '../../rules/kubernetes-audit.yaml');
const alert = z.object({
  rule: z.string(),
  source: z.string(),
  priority: z.string(),
  output: z.string(),
  output_fields: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
});

const pod = (name: string, privileged: boolean) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'registry.example.com/shop:1', securityContext: { privileged } }] },
});

/** What came to the output `webhook`. */
class Sink {
  readonly alerts: z.output<typeof alert>[] = [];
  readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.alerts.push(alert.parse(JSON.parse(Buffer.concat(chunks).toString())));
      response.end();
    });
  });

  async start(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  }
}

/** The files that `tiercel kube-audit config` writes for the API server; the flags it prints. */
function configureApiServer(folder: string, ...args: readonly string[]): readonly string[] {
  const command = [main, 'kube-audit', 'config', '--folder', path.join(folder, 'audit'), ...args];
  const { status, stdout } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.trim().split('\n');
}

describe.skipIf(!programs)('audit events of a cluster', { timeout: 60_000 }, () => {
  const sinks: Sink[] = [];
  const tiercels: Program[] = [];
  let folder: string;
  let api: KubernetesApi | undefined;

  async function tiercel(name: string, configuration: string): Promise<Sink> {
    const sink = new Sink();
    sinks.push(sink);
    const ports = { listen: await freePort(), console: await freePort() };
    const journal = `journal: { path: ${path.join(folder, name)} }\n`;
    const webhook = `webhook: { address: '${await sink.start()}' }\nrules: { files: ['${rules}'] }\n`;
    const program = new Program(folder, ports, journal + webhook + configuration);
    tiercels.push(program);
    await program.start();
    return sink;
  }

  let sink: Sink;
  beforeAll(async () => {
    if (!programs) return;
    folder = temporaryFolder();
    const port = await freePort();
    const { certfile, keyfile } = await makeCertificate(folder);
    const tls = `{ deploy: true, certfile: ${certfile}, keyfile: ${keyfile}, mutualtls: true, cacertfile: ${certfile} }`;
    sink = await tiercel('by-webhook', `audit: { listenports: [${port}], tlsserver: ${tls} }\n`);
    const secrets = ['--ca', certfile, '--cert', certfile, '--key', keyfile];
    const flags = configureApiServer(folder, '--url', `https://localhost:${port}/k8s-audit`, ...secrets);
    const more = ['--allow-privileged=true', `--audit-log-path=${path.join(folder, 'audit.log')}`];
    api = await KubernetesApi.start(programs, ...flags, ...more);
    await createNamespace(api, 'shop');
    await api.create('/api/v1/namespaces/shop/pods', pod('quiet', false));
    await api.create('/api/v1/namespaces/shop/pods', pod('evil', true));
  }, 60_000);

  afterAll(async () => {
    await api?.[Symbol.asyncDispose]();
    await Promise.all(tiercels.map((program) => program.end('SIGKILL')));
    for (const { server } of sinks) server.close().closeAllConnections();
    if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  });

  const privileged = {
    rule: 'Privileged pod created',
    source: 'k8s_audit',
    priority: 'Warning',
    output: expect.stringContaining(
      '(user=admin namespace=shop pod=evil images=(registry.example.com/shop:1) sources=(127.0.0.1))',
    ),
    output_fields: {
      'ka.user.name': 'admin',
      'ka.target.namespace': 'shop',
      'ka.resp.name': 'evil',
      'ka.req.pod.containers.image': ['registry.example.com/shop:1'],
      'ka.sourceips': ['127.0.0.1'],
    },
    tags: ['T1611', 'k8s', 'mitre_privilege_escalation'],
  };

  it('make alerts at an output, by the webhook with mutual TLS that kube-audit config prints', async () => {
    await expect.poll(() => sink.alerts.map(({ rule }) => rule), { timeout: 30_000 }).toContain(privileged.rule);
    const found = sink.alerts.filter(({ rule }) => rule === privileged.rule);
    expect(found).toHaveLength(1);
    expect(found).toMatchObject([privileged]);
  });

  it('make the same alerts from the log that the API server writes', async () => {
    const log = path.join(folder, 'audit.log');
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 }).toContain('"name":"evil"');
    const fromFile = await tiercel('by-file', `audit: { files: ['${log}'] }\n`);
    await expect.poll(() => fromFile.alerts.map(({ rule }) => rule), { timeout: 30_000 }).toContain(privileged.rule);
    expect(fromFile.alerts.filter(({ rule }) => rule === privileged.rule)).toMatchObject([privileged]);
  });
});
