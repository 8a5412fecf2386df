import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { kubeless } from '#outputs/kubeless.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { failureOf } from '#outputs/testing/connect.ts';
import type { ConnectionKeeper } from '#delivery/connection-keeper.ts';
import { createAuthority, type Authority, type IssuedCertificate } from '#delivery/testing/certificates.ts';
import { answering, startServer, type TestServer } from '#delivery/testing/http-server.ts';
import { keeperOf } from './keeper.ts';

/** A kubeconfig at work: an HTTPS server that asks for client certificates, as the API server of a cluster does. */

let authority: Authority;
let stranger: Authority;
let client: IssuedCertificate;
let server: TestServer;
let kubeconfig: string;
let connections: ConnectionKeeper | undefined;

beforeAll(async () => {
  authority = await createAuthority();
  stranger = await createAuthority();
  client = await authority.issue('falco');
  const { server: tls } = await authority.issue('localhost');
  server = await startServer(answering(200), { ...tls, rejectUnauthorized: true });
  kubeconfig = path.join(authority.folder, 'config');
});

afterEach(async () => {
  await connections?.close();
  connections = undefined;
  server.respond = answering(200);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(kubeconfig, { force: true });
  await authority[Symbol.asyncDispose]();
  await stranger[Symbol.asyncDispose]();
});

async function inBase64(file: string): Promise<string> {
  return (await readFile(file)).toString('base64');
}

function writeConfig(cluster: object, user: object): void {
  const text = stringify({
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [{ name: 'a', cluster: { server: server.origin, ...cluster } }],
    users: [{ name: 'a', user }],
  });
  writeFileSync(kubeconfig, text);
}

/** One delivery, by a connection that is made for it unless the last one still is good. */
async function deliver(checkcert = true): Promise<void> {
  const options = { namespace: 'ns', function: 'f', kubeconfig };
  connections ??= keeperOf(kubeless, options, { tls: { checkcert, mutualtls: false } });
  const { connection } = await connections.get();
  await connection.deliver([testAlert], AbortSignal.timeout(10_000));
}

/** Both ways to write it: in the file itself, and as the path of another, relative to it. */
async function certificateOf(form: 'data' | 'files'): Promise<object> {
  return form === 'data'
    ? { 'client-certificate-data': await inBase64(client.certfile), 'client-key-data': await inBase64(client.keyfile) }
    : { 'client-certificate': path.basename(client.certfile), 'client-key': client.keyfile };
}

const trusting = async (who: Authority) => ({ 'certificate-authority-data': await inBase64(who.cacertfile) });

it.for(['data', 'files'] as const)(
  'shows its client certificate, given as %s, and trusts its authority',
  async (form) => {
    writeConfig(await trusting(authority), await certificateOf(form));
    await deliver();
    expect(server.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/api/v1/namespaces/ns/services/f:8080/proxy/',
      headers: { 'event-id': testAlert.uuid, 'event-type': 'falco', 'event-namespace': 'ns' },
    });
    expect(String(server.requests.at(-1)?.body)).toBe(testAlert.json);
  },
);

it('is refused without one', async () => {
  const before = server.requests.length;
  writeConfig(await trusting(authority), { token: 'swordfish' });
  await failureOf(deliver());
  expect(server.requests).toHaveLength(before);
});

it('trusts no server but that of its authority', async () => {
  const before = server.requests.length;
  writeConfig(await trusting(stranger), await certificateOf('data'));
  const error = await failureOf(deliver());
  expect(String(error)).toContain('shows a certificate');
  expect(server.requests).toHaveLength(before);
});

it.for([
  [{ 'insecure-skip-tls-verify': true }, true],
  [{}, false],
] as const)('trusts any server when told to: %j, checkcert %j', async ([cluster, checkcert]) => {
  writeConfig(cluster, await certificateOf('data'));
  await deliver(checkcert);
  expect(server.requests.at(-1)?.url).toContain('/proxy/');
});

it('takes a renewed token once the old one is refused', async () => {
  const write = async (token: string) =>
    writeConfig(await trusting(authority), { ...(await certificateOf('data')), token });
  await write('old');
  server.respond = (response, { headers }) => {
    response.writeHead(headers.authorization === 'Bearer new' ? 200 : 401).end();
  };
  expect(await failureOf(deliver())).toMatchObject({ status: 401 });
  await write('new');
  await deliver();
  await deliver();
  expect(server.requests.slice(-3).map(({ headers }) => headers.authorization)).toEqual([
    'Bearer old',
    'Bearer new',
    'Bearer new',
  ]);
});
