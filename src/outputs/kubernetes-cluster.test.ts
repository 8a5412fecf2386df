import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { url } from '#kit/url.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { clusterClient, isNamespaceGone, ownNamespace } from './kubernetes-cluster.ts';
import { apiServer } from './kubernetes-proxy.ts';
import type { ClientTls, ConnectContext } from './output.ts';
import { failureOf, scripted } from './testing/connect.ts';
import { makeCertificate, temporaryFolder } from './testing/programs.ts';
import { revealedText } from './testing/wire-text.ts';

const folder = temporaryFolder();
const signal = new AbortController().signal;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contextWith(http: ReturnType<typeof scripted>, clients: ClientTls[] = []): ConnectContext {
  const httpWith = (tls: ClientTls) => {
    clients.push(tls);
    return http;
  };
  return { http, httpWith, tls: {}, stdout: process.stdout, signal, lost: () => {} };
}

const request = { url: url`${apiServer}/api/v1/namespaces/${'a'}/pods` };

describe('in a pod', () => {
  beforeAll(async () => {
    const { certfile } = await makeCertificate(folder);
    copyFileSync(certfile, path.join(folder, 'ca.crt'));
    writeFileSync(path.join(folder, 'token'), 'swordfish\n');
    writeFileSync(path.join(folder, 'namespace'), 'falco');
  });

  it('the service account counts, whatever kubeconfig says', async () => {
    const http = scripted();
    const clients: ClientTls[] = [];
    const client = await clusterClient('/nowhere', contextWith(http, clients), folder);
    await client.send(request, signal);
    const [sent] = http.requests;
    expect(sent?.url.reveal()).toBe('https://kubernetes.default.svc/api/v1/namespaces/a/pods');
    expect(sent && revealedText(sent)).toContain('Authorization: Bearer swordfish');
    expect(clients).toMatchObject([{ rejectUnauthorized: true }]);
    expect(await ownNamespace(folder)).toBe('falco');
  });

  it('is asked again for the account when its token is not taken any more', async () => {
    let isLost = false;
    const context = { ...contextWith(scripted(new DeliveryError('no', { status: 401 }))), lost: () => (isLost = true) };
    const client = await clusterClient('', context, folder);
    await failureOf(client.send(request, signal));
    expect(isLost).toBe(true);
  });
});

describe('elsewhere', () => {
  it('the kubeconfig counts', async () => {
    const error = await failureOf(clusterClient('/nowhere', contextWith(scripted()), '/nowhere'));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('"/nowhere" cannot be read');
    expect(await ownNamespace('/nowhere')).toBe('default');
  });

  it('a token that cannot be read is a mistake', async () => {
    const error = await failureOf(clusterClient('', contextWith(scripted()), `${folder}\0`));
    expect(String(error)).toContain('check its permissions');
  });
});

it.for([
  [404, 'namespaces \\"shop\\" not found', true],
  [404, 'policyreports.wgpolicyk8s.io \\"falco-policy-report\\" not found', false],
  [403, 'forbidden: unable to create … NamespaceTerminating', true],
  [403, 'User cannot create', false],
] as const)('%d and %s are of a namespace that is gone: %j', ([status, answer, expected]) => {
  expect(isNamespaceGone(new DeliveryError('no', { status, answer }))).toBe(expected);
});
