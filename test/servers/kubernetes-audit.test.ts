import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { groupsOfResource } from '#rules/audit-policy/built-in-resources.ts';
import { ruleText } from '#rules/audit-policy/testing/policy-of.ts';
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

const everything = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'everything' },
  rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
};

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, stringData: { key: 'swordfish' } };

const told = z.looseObject({
  level: z.string(),
  stage: z.string(),
  verb: z.string(),
  objectRef: z.looseObject({ resource: z.string().optional(), name: z.string().optional() }).optional(),
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

const groupSchema = z.looseObject({
  name: z.string(),
  versions: z.array(z.looseObject({ groupVersion: z.string() })),
});

const conditionsOfAllKinds = [
  'ka.uri in (/version, "/metrics?x") or ka.uri startswith /logs',
  'ka.user.name = jane and ka.verb = "" and ka.stage = RequestReceived',
  'ka.user.groups intersects ("system:masters") and ka.target.resource = nodes and not ka.target.namespace exists',
  'ka.target.namespace = shop and ka.verb = patch',
  'ka.target.resource in (widgets, secrets) and ka.target.subresource = status',
  'ka.target.resource = secrets and ka.verb = create',
  'jevt.value[/objectRef/apiGroup] = shop.example.com',
  'ka.target.resource = pods and ka.verb = watch and ka.stage = ResponseStarted',
];

const policySchema = z.looseObject({ rules: z.array(z.record(z.string(), z.unknown())) });

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
    const url = ['--url', `https://localhost:${port}/k8s-audit`];
    const flags = configureApiServer(folder, '--rules', rules, ...url, ...secrets);
    const more = ['--allow-privileged=true', `--audit-log-path=${path.join(folder, 'audit.log')}`];
    api = await KubernetesApi.start(programs, ...flags, ...more);
    await createNamespace(api, 'shop');
    await api.create('/api/v1/namespaces/shop/pods', pod('quiet', false));
    await api.create('/api/v1/namespaces/shop/pods', pod('evil', true));
    await api.create('/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles', everything);
    await api.create('/api/v1/namespaces/shop/secrets', secret);
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

  it('have what rules look into by the policy for these rules, and nothing of secrets', async () => {
    await expect
      .poll(() => sink.alerts.map(({ rule }) => rule), { timeout: 30_000 })
      .toContain('Role with all rights created or changed');
    const log = path.join(folder, 'audit.log');
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 }).toContain('"name":"key"');
    const text = readFileSync(log, 'utf8');
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => told.parse(JSON.parse(line)));
    const created = events.filter(({ verb }) => verb === 'create');
    const levels = created.map(({ objectRef, level }) => `${objectRef?.resource} ${objectRef?.name} ${level}`);
    expect(levels).toEqual(
      expect.arrayContaining(['pods evil RequestResponse', 'roles everything Request', 'secrets key Metadata']),
    );
    expect(events.filter(({ stage }) => stage === 'RequestReceived')).toEqual([]);
    expect(text).not.toContain(Buffer.from('swordfish').toString('base64'));
    expect(text).not.toContain('managedFields');
  });

  it('are about the resources that the table of built-in ones has', async () => {
    const groups = await api?.read('/apis', z.looseObject({ groups: z.array(groupSchema) }));
    const versions = (groups?.groups ?? []).flatMap(({ name, versions: some }) =>
      some.map(({ groupVersion }) => [name, `/apis/${groupVersion}`] as const),
    );
    for (const [group, location] of [['', '/api/v1'] as const, ...versions]) {
      const found = await api?.read(
        location,
        z.looseObject({ resources: z.array(z.looseObject({ name: z.string() })) }),
      );
      const names = (found?.resources ?? []).map(({ name }) => name).filter((name) => !name.includes('/'));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect([name, groupsOfResource(name)]).toEqual([name, expect.arrayContaining([group])]);
    }
  });

  it('make the same alerts from the log that the API server writes', async () => {
    const log = path.join(folder, 'audit.log');
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 }).toContain('"name":"evil"');
    const fromFile = await tiercel('by-file', `audit: { files: ['${log}'] }\n`);
    await expect.poll(() => fromFile.alerts.map(({ rule }) => rule), { timeout: 30_000 }).toContain(privileged.rule);
    expect(fromFile.alerts.filter(({ rule }) => rule === privileged.rule)).toMatchObject([privileged]);
  });

  it('are told by policies with every kind of entry, too', async () => {
    const file = path.join(folder, 'all-kinds.yaml');
    writeFileSync(file, ruleText(conditionsOfAllKinds, '%ka.resp.name'));
    rmSync(path.join(folder, 'audit'), { recursive: true });
    configureApiServer(folder, '--rules', file, '--any-group');
    const { rules: entries } = policySchema.parse(parse(readFileSync(path.join(folder, 'audit/policy.yaml'), 'utf8')));
    const kinds = new Set(entries.flatMap((entry) => Object.keys(entry)));
    expect([...kinds].toSorted()).toEqual([
      'level',
      'namespaces',
      'nonResourceURLs',
      'omitStages',
      'resources',
      'userGroups',
      'users',
      'verbs',
    ]);
    await api?.restart();
    await api?.call('GET', '/version');
    const log = path.join(folder, 'audit.log');
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 }).toContain('"requestURI":"/version"');
  });
});
