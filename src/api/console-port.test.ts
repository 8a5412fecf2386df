import { afterAll, beforeAll, expect, it } from 'vitest';
import { CertificateFolder, type Pair } from '#sources/testing/certificates.ts';
import { askTls } from '#sources/testing/client.ts';
import { startConsoleServer } from './testing/console-server.ts';

let folder: CertificateFolder;
let authority: Pair;
let pair: Pair;
beforeAll(() => {
  folder = new CertificateFolder();
  authority = folder.authority('ca');
  pair = folder.certified('console', authority);
});
afterAll(() => folder[Symbol.dispose]());

it('serves by TLS, with a cookie that goes nowhere else', async () => {
  await using server = await startConsoleServer({ tls: { ...pair, clientCacertfile: undefined } });
  await server.accounts.users.add({ login: 'ada', name: 'Ada', role: 'admin', password: 'difference engine' });
  const url = new URL(server.url);
  expect(url.protocol).toBe('https:');
  const reply = await askTls(
    {
      port: url.port,
      ca: folder.read('ca.crt'),
      method: 'POST',
      path: '/api/v1/session',
      headers: { 'Content-Type': 'application/json' },
    },
    JSON.stringify({ login: 'ada', password: 'difference engine' }),
  );
  expect(reply).toMatchObject({ status: 200 });
  expect(String(reply.headers['set-cookie'])).toMatch(/^__Host-tiercel=.+; Path=\/; HttpOnly; Secure/);
});

it('lets in only who has a certificate, where that is asked for', async () => {
  await using server = await startConsoleServer({ tls: { ...pair, clientCacertfile: authority.certfile } });
  const request = { port: new URL(server.url).port, ca: folder.read('ca.crt'), path: '/api/v1/session' };
  await expect(askTls(request)).rejects.toThrow('certificate required');
  folder.certified('visitor', authority);
  const shown = { cert: folder.read('visitor.crt'), key: folder.read('visitor.key') };
  expect(await askTls({ ...request, ...shown })).toMatchObject({ status: 200 });
});

it('says which file is wrong', async () => {
  const missing = { certfile: '/nowhere/tls.crt', keyfile: pair.keyfile, clientCacertfile: undefined };
  await expect(startConsoleServer({ tls: missing })).rejects.toThrow(
    '"/nowhere/tls.crt" cannot be read (ENOENT): correct "console.tlsserver.certfile"',
  );
});
