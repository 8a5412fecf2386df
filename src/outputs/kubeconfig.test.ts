import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { MisconfiguredError } from './errors.ts';
import { readKubeconfig } from './kubeconfig.ts';
import { failureOf } from './testing/connect.ts';
import { temporaryFolder } from './testing/programs.ts';

const folder = temporaryFolder();
const file = path.join(folder, 'config');
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const inBase64 = (text: string) => Buffer.from(text).toString('base64');
const server = 'https://203.0.113.1:6443';

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function config(user: object, cluster: object = {}, changes: object = {}): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'main',
    contexts: [
      { name: 'other', context: { cluster: 'other', user: 'other' } },
      { name: 'main', context: { cluster: 'home', user: 'falco', namespace: 'default' } },
    ],
    clusters: [{ name: 'home', cluster: { server, ...cluster } }],
    users: [{ name: 'falco', user }],
    ...changes,
  });
}

function read(text: string) {
  writeFileSync(file, text);
  return readKubeconfig(file);
}

async function problem(text: string): Promise<string> {
  const error = await failureOf(read(text));
  expect(error).toBeInstanceOf(MisconfiguredError);
  return String(error);
}

describe('a kubeconfig', () => {
  it('gives the server and the token of its current context', async () => {
    const access = await read(config({ token: 'swordfish' }, { 'certificate-authority-data': inBase64(pem) }));
    expect(access).toMatchObject({ server, ca: pem, certificate: undefined, skipsCheck: false });
    expect(access.authorization?.reveal()).toBe('Bearer swordfish');
  });

  it('gives certificates of its own, before those it names files for', async () => {
    const user = {
      'client-certificate-data': inBase64(pem),
      'client-certificate': 'nowhere',
      'client-key': 'client.key',
    };
    writeFileSync(path.join(folder, 'client.key'), 'the key');
    writeFileSync(path.join(folder, 'ca.crt'), 'the authority');
    expect(await read(config(user, { 'certificate-authority': 'ca.crt', 'insecure-skip-tls-verify': true }))).toEqual({
      server,
      authorization: undefined,
      ca: 'the authority',
      certificate: { cert: pem, key: 'the key' },
      skipsCheck: true,
    });
  });

  it('gives the token of a file before its own, and a password if there is no token', async () => {
    writeFileSync(path.join(folder, 'token'), 'renewed\n');
    const both = await read(config({ token: 'swordfish', tokenFile: path.join(folder, 'token') }));
    expect(both.authorization?.reveal()).toBe('Bearer renewed');
    const basic = await read(config({ username: 'falco', password: 'swordfish' }));
    expect(basic.authorization?.reveal()).toBe(`Basic ${inBase64('falco:swordfish')}`);
  });

  it('may do without a user', async () => {
    const contexts = [{ name: 'main', context: { cluster: 'home' } }];
    expect((await read(config({}, {}, { contexts, users: null }))).authorization).toBeUndefined();
  });

  it('may be JSON, and may be in the home directory', async () => {
    mkdirSync(path.join(folder, '.kube'), { recursive: true });
    const text = JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [{ name: 'a', cluster: { server } }],
      users: [{ name: 'a', user: { token: 'swordfish' } }],
    });
    writeFileSync(path.join(folder, '.kube', 'config'), text);
    vi.stubEnv('HOME', folder);
    const access = await readKubeconfig('~/.kube/config');
    vi.unstubAllEnvs();
    expect(access.server).toBe(server);
  });

  it.for([
    [config({ exec: { command: 'aws' } }), 'asks for "exec", which is not supported: give a token'],
    [config({ 'auth-provider': { name: 'gcp' } }), 'asks for "auth-provider"'],
    [config({ as: 'admin' }), 'asks for "as"'],
    [config({}, { 'proxy-url': 'http://proxy' }), 'asks for "proxy-url", which is not supported: set HTTPS_PROXY'],
    [config({}, { 'tls-server-name': 'x' }), 'asks for "tls-server-name"'],
    [config({}, {}, { 'current-context': 'gone' }), 'has no context "gone"'],
    [config({}, {}, { clusters: [] }), 'has no cluster "home"'],
    [config({}, {}, { users: [] }), 'has no user "falco"'],
    [config({}, {}, { 'current-context': '' }), 'is not a kubeconfig: current-context is missing or not valid'],
    [config({}, { server: 'swordfish' }), 'clusters.0.cluster.server is missing or not valid'],
    [config({ 'client-certificate-data': inBase64(pem) }), 'has a client certificate without its key'],
    [config({ 'client-key-data': 'swordfish' }), '"client-key-data" in'],
    [config({ tokenFile: '/nowhere' }), '"/nowhere" cannot be read (ENOENT)'],
    ['token: "swordfish', 'is not valid YAML'],
    ['- swordfish', 'is not a kubeconfig'],
    ['', 'is not a kubeconfig'],
  ] as const)('is refused where it cannot be used: %#', async ([text, message]) => {
    const shown = await problem(text);
    expect(shown).toContain(message);
    expect(shown).not.toContain('swordfish');
  });

  it('is named where it is not there', async () => {
    expect(String(await failureOf(readKubeconfig('/nowhere')))).toContain('"/nowhere" cannot be read (ENOENT)');
  });
});
