import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import { url } from '#kit/url.ts';
import { MisconfiguredError } from '#outputs/errors.ts';
import { createDialer } from './dialer.ts';
import { openHttpTransport, type ClosableHttpTransport } from './http-transport.ts';
import { createAuthority, type Authority, type IssuedCertificate } from './testing/certificates.ts';
import { startServer, type TestServer } from './testing/http-server.ts';
import { TlsContexts, type CertificateFiles, type TlsChoice } from './tls-contexts.ts';

const contexts = new TlsContexts();
const checking = { checkcert: true, mutualtls: false };
const noMutual = { certfile: '', keyfile: '', cacertfile: '' };
let authority: Authority;
let own: IssuedCertificate;
let server: TestServer;
let transport: ClosableHttpTransport | undefined;

beforeAll(async () => {
  authority = await createAuthority();
  own = await authority.issue('tiercel');
  const { server: tls } = await authority.issue('localhost');
  server = await startServer((response, { socket }) => {
    const peer = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().subject.CN : 'nobody';
    response.end(`${socket instanceof TLSSocket ? socket.getProtocol() : ''} ${String(peer)}`);
  }, tls);
});

afterEach(async () => transport?.close());

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await authority[Symbol.asyncDispose]();
});

async function answer(choice: TlsChoice, files: CertificateFiles): Promise<string> {
  transport = openHttpTransport({
    connections: 1,
    tls: await contexts.options(choice, files),
    proxy: { httpProxy: '', httpsProxy: '', noProxy: '' },
    dialer: createDialer({ destination: 'configured', allowedHosts: [] }),
    customheaders: {},
    userAgent: 'Falcosidekick',
    clock: new FakeClock(),
  });
  return (await transport.send({ url: url`${server.origin}/` }, new AbortController().signal)).text;
}

it('does not trust an unknown authority, and names the remedy', async () => {
  await expect(answer(checking, { cacertfile: '', mutual: noMutual })).rejects.toThrow(
    `127.0.0.1:${server.port} shows a certificate that is not trusted: name its CA in "tlsclient.cacertfile"`,
  );
});

it('trusts the authority that the operator names, besides those of the system', async () => {
  expect(await answer(checking, { cacertfile: authority.cacertfile, mutual: noMutual })).toBe('TLSv1.3 nobody');
});

it('trusts everybody when told not to check', async () => {
  expect(await answer({ checkcert: false, mutualtls: false }, { cacertfile: '', mutual: noMutual })).toContain(
    'nobody',
  );
});

it('shows its own certificate for mutual TLS, and then checks the other side whatever checkcert says', async () => {
  const { certfile, keyfile } = own;
  const mutual = { certfile, keyfile, cacertfile: authority.cacertfile };
  const choice = { checkcert: false, mutualtls: true };
  expect(await answer(choice, { cacertfile: '', mutual })).toBe('TLSv1.3 tiercel');
  await expect(answer(choice, { cacertfile: '', mutual: { ...mutual, cacertfile: '' } })).rejects.toThrow(
    'not trusted',
  );
});

it('names the file that cannot be read, and those that do not fit', async () => {
  const missing = path.join(authority.folder, 'missing.crt');
  const broken = path.join(authority.folder, 'broken.key');
  await writeFile(broken, 'not PEM');
  const reading = contexts.options(checking, { cacertfile: missing, mutual: noMutual });
  await expect(reading).rejects.toThrow(`"${missing}" cannot be read (ENOENT)`);
  const mutual = { certfile: own.certfile, keyfile: broken, cacertfile: '' };
  const using = contexts.options({ checkcert: true, mutualtls: true }, { cacertfile: '', mutual });
  await expect(using).rejects.toThrow(MisconfiguredError);
  await expect(using).rejects.toThrow(`"${broken}"`);
});

it('shares what it made of the same certificates, and notices renewed ones', async () => {
  const file = path.join(authority.folder, 'renewed.crt');
  await writeFile(file, own.server.ca);
  const options = async () => contexts.options(checking, { cacertfile: file, mutual: noMutual });
  const first = await options();
  expect((await options()).secureContext).toBe(first.secureContext);
  await writeFile(file, own.server.cert);
  expect((await options()).secureContext).not.toBe(first.secureContext);
  await rm(file);
});
