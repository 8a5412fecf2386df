import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { CertificateFolder } from '#sources/testing/certificates.ts';
import { startConsoleServer, type ConsoleServer } from '#api/testing/console-server.ts';
import { apiClient, UnavailableError } from './api-client.ts';

let folder: CertificateFolder;
let server: ConsoleServer;
const plain = createServer().listen(0, '127.0.0.1');
beforeAll(async () => {
  folder = new CertificateFolder();
  const tls = { ...folder.certified('console', folder.authority('ca')), clientCacertfile: undefined };
  server = await startConsoleServer({ tls });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  plain.close();
  folder[Symbol.dispose]();
});

async function failure(url: string): Promise<unknown> {
  const invocation = { operands: [], text: (name: string) => (name === 'url' ? url : undefined), flag: () => false };
  const { stdout, stderr } = process;
  const { signal } = new AbortController();
  const api = apiClient(invocation, { stdout, stderr, environment: {}, clock: systemClock, signal });
  return api.get('/status').catch((error: unknown) => error);
}

function portOf(address: ReturnType<typeof plain.address>): number {
  return typeof address === 'object' && address ? address.port : 0;
}

it('says why nobody answers', async () => {
  expect(await failure(server.url)).toBeInstanceOf(UnavailableError);
  expect(String(await failure(server.url))).toContain('is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE): name its');
  expect(String(await failure(server.url.replace('https:', 'http:')))).toContain('It may speak TLS where you do not');
  const other = `https://127.0.0.1:${portOf(plain.address())}`;
  expect(String(await failure(other))).toContain('It may speak TLS where you do not');
  expect(String(await failure('http://127.0.0.1:1'))).toContain('Start one with "tiercel serve"');
});
