import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { podCreated, privilegedPodRules, ruleSetOf } from '#rules/testing/rule-set-of.ts';
import { CertificateFolder, type Pair } from './testing/certificates.ts';
import { ask, askTls } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let folder: CertificateFolder;
let authority: Pair;
let pair: Pair;
beforeAll(() => {
  folder = new CertificateFolder();
  authority = folder.authority('ca');
  pair = folder.certified('server', authority);
});
afterAll(() => folder[Symbol.dispose]());

const rules = ruleSetOf(privilegedPodRules);
const plain = { address: '127.0.0.1', ports: [0], tls: undefined };
const event = JSON.stringify(podCreated());

function auditPort(server: IntakeServer): number {
  return server.listeners.addresses().find(({ option }) => option === 'audit.listenports')?.port ?? 0;
}

it.for(['/k8s-audit', '/k8s_audit'])('takes events at %s, beside the port for alerts', async (path) => {
  await using server = await IntakeServer.start({ rules, listener: { audit: plain } });
  for (const port of [auditPort(server), server.port]) {
    expect(await ask({ port, method: 'POST', path }, event)).toMatchObject({ status: 200 });
  }
  expect(auditPort(server)).not.toBe(server.port);
  expect(server.journal.alerts).toHaveLength(2);
});

it.for(['/', '/test', '/metrics', '/ping'])('serves nothing at %s', async (path) => {
  await using server = await IntakeServer.start({ rules, listener: { audit: plain } });
  expect(await ask({ port: auditPort(server), method: 'POST', path }, event)).toMatchObject({ status: 404 });
});

it('may ask for a certificate of the API server', async () => {
  const client = folder.certified('kube-apiserver', authority);
  const tls = { ...pair, clientCacertfile: folder.file('ca.crt') };
  await using server = await IntakeServer.start({ rules, listener: { audit: { ...plain, tls } } });
  const request = { port: auditPort(server), ca: folder.read('ca.crt'), method: 'POST', path: '/k8s-audit' };
  const key = { cert: folder.read('kube-apiserver.crt'), key: folder.read('kube-apiserver.key') };
  expect(client.certfile).toBe(folder.file('kube-apiserver.crt'));
  expect(await askTls({ ...request, ...key }, event)).toMatchObject({ status: 200 });
  await expect(askTls(request, event)).rejects.toThrow(/certificate required|ECONNRESET|hang up/);
  expect(server.journal.alerts).toHaveLength(1);
});

it('comes and goes with the configuration', async () => {
  await using server = await IntakeServer.start({ rules });
  await server.listeners.reload({ ...server.settings(), audit: plain });
  const port = auditPort(server);
  expect(await ask({ port, method: 'POST', path: '/k8s-audit' }, event)).toMatchObject({ status: 200 });
  await server.listeners.reload(server.settings());
  await expect(ask({ port, method: 'POST', path: '/k8s-audit' }, event)).rejects.toThrow('ECONNREFUSED');
  expect(await ask({ port: server.port, path: '/ping' })).toMatchObject({ status: 200 });
});

it('is named, with its certificates, where it cannot be opened', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const ports = [typeof address === 'object' && address ? address.port : 0];
  await expect(IntakeServer.start({ listener: { audit: { ...plain, ports } } })).rejects.toThrow(
    'another program uses the port: stop it, or set "audit.listenports" to another',
  );
  taken.close();
  const tls = { ...pair, certfile: folder.file('none.crt'), clientCacertfile: undefined };
  await expect(IntakeServer.start({ listener: { audit: { ...plain, tls } } })).rejects.toThrow(
    'correct "audit.tlsserver.certfile"',
  );
});
