import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { fission } from './fission.ts';
import { kubeless } from './kubeless.ts';
import { openfaas } from './openfaas.ts';
import type { ClientTls, Output } from './output.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { temporaryFolder } from './testing/programs.ts';
import { bodyText, isHttpRequest, revealedText } from './testing/wire-text.ts';

const folder = temporaryFolder();
const kubeconfig = path.join(folder, 'config');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeConfig(token: string, cluster: object = {}): void {
  const text = stringify({
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [{ name: 'a', cluster: { server: 'https://api.example.com:6443/k8s/', ...cluster } }],
    users: [{ name: 'a', user: { token } }],
  });
  writeFileSync(kubeconfig, text);
}

const outputs: readonly (readonly [string, Output, object, string])[] = [
  ['kubeless', kubeless, { namespace: 'ns', function: 'f', port: 81 }, '/api/v1/namespaces/ns/services/f:81/proxy/'],
  [
    'openfaas',
    openfaas,
    { functionname: 'f', functionnamespace: 'fns', gatewaynamespace: 'ns', gatewayservice: 'gw', gatewayport: 81 },
    '/api/v1/namespaces/ns/services/gw:81/proxy/function/f.fns',
  ],
  [
    'fission',
    fission,
    { function: 'f', routernamespace: 'ns', routerservice: 'r', routerport: 81 },
    '/api/v1/namespaces/ns/services/r:81/proxy/fission-function/f',
  ],
];

describe.for(outputs)('%s, from outside the cluster', ([, output, options, target]) => {
  it('goes through the API server of the kubeconfig, with its token', async () => {
    writeConfig('swordfish');
    const http = scripted();
    await deliver(await connect(output, { ...options, kubeconfig }, { http }), testAlert);
    const [request] = http.requests;
    expect(request?.url.reveal()).toBe(`https://api.example.com:6443/k8s${target}`);
    expect(request && revealedText(request)).toContain('Authorization: Bearer swordfish\n');
    expect(request && revealedText(request)).toContain(`event-id: ${testAlert.uuid}\n`);
    expect(request && bodyText(request)).toBe(testAlert.json);
  });

  it('is the same but for the place within it', () => {
    const encoded = output.configure(options, installation).encode([testAlert]);
    if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
    expect(bodyText(encoded)).toBe(`${testAlert.json}\n`);
    expect(new URL(encoded.url.reveal()).port).toBe('81');
  });

  it('reads the kubeconfig when it connects, and connects anew once its token is refused', async () => {
    const answer = '{"kind":"Status","status":"Failure","message":"Unauthorized","code":401}';
    const refusal = new MisconfiguredError('api.example.com answered 401', { status: 401, answer });
    const lost = vi.fn<(reason: Error) => void>();
    writeConfig('old');
    const http = scripted(refusal, new DeliveryError('api.example.com answered 503', { status: 503 }));
    const connection = await connect(output, { ...options, kubeconfig }, { http, lost });
    expect(await failureOf(deliver(connection, testAlert))).toMatchObject({
      message: 'Kubernetes: Unauthorized',
      status: 401,
    });
    expect(lost).toHaveBeenCalledOnce();
    await failureOf(deliver(connection, testAlert));
    expect(lost).toHaveBeenCalledOnce();
  });

  it('says what the API server says', async () => {
    writeConfig('swordfish');
    const message = 'services "f:81" is forbidden: User "falco" cannot create resource "services/proxy"';
    const answer = JSON.stringify({ kind: 'Status', message, code: 403 });
    const http = scripted(new MisconfiguredError('api.example.com answered 403', { status: 403, answer }));
    const connection = await connect(output, { ...options, kubeconfig }, { http });
    expect(String(await failureOf(deliver(connection, testAlert)))).toBe(`MisconfiguredError: Kubernetes: ${message}`);
  });

  it('leaves what the function says', async () => {
    writeConfig('swordfish');
    for (const answer of ['nothing here', '{"kind":"Other","message":"x"}']) {
      const refusal = new MisconfiguredError('api.example.com answered 404', { status: 404, answer });
      const connection = await connect(output, { ...options, kubeconfig }, { http: scripted(refusal) });
      expect(await failureOf(deliver(connection, testAlert))).toBe(refusal);
    }
  });

  it.for(['a/b', '..', '-a', 'a b', 'a@b', ''])('refuses %j in the name of a host', (name) => {
    for (const option of Object.keys(options).filter((one) => /namespace|service/.test(one))) {
      expect(() => output.configure({ ...options, [option]: name }, installation)).toThrow(z.ZodError);
    }
  });
});

it.for([
  [{ 'insecure-skip-tls-verify': true }, true, false],
  [{ 'insecure-skip-tls-verify': true }, false, false],
] as const)('checks the certificate unless told otherwise: %j', async ([cluster, checkcert, checks]) => {
  writeConfig('swordfish', cluster);
  const seen: ClientTls[] = [];
  const http = scripted();
  const httpWith = (tls: ClientTls) => {
    seen.push(tls);
    return http;
  };
  const tls = { rejectUnauthorized: checkcert };
  await deliver(await connect(kubeless, { namespace: 'ns', function: 'f', kubeconfig }, { httpWith, tls }), testAlert);
  expect(seen.map(({ rejectUnauthorized }) => rejectUnauthorized)).toEqual([checks]);
  expect(http.requests).toHaveLength(1);
});

it('refuses a certificate that is none', async () => {
  writeConfig('swordfish', { 'certificate-authority-data': Buffer.from('-----BEGIN nothing').toString('base64') });
  const error = await failureOf(connect(kubeless, { namespace: 'ns', function: 'f', kubeconfig }));
  expect(String(error)).toContain('is not PEM, or the key does not belong to it');
});
