import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodingFor, readConsoleFiles } from './console-files.ts';
import { startConsoleServer, type ConsoleServer } from './testing/console-server.ts';

const script = 'export const answer = 42;\n'.repeat(100);
const page =
  '<!doctype html><base href="%BASE%" /><meta name="csp-nonce" content="%NONCE%" /><noscript>needs JavaScript</noscript>';

let folder: string;
let server: ConsoleServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tiercel-shell-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), page);
  writeFileSync(path.join(folder, 'theme.js'), 'theme();');
  writeFileSync(path.join(folder, 'assets/index-abc.js'), script);
  writeFileSync(path.join(folder, 'notes.unknown'), 'not for everybody');
  server = await startConsoleServer({ basePath: '//sub/"path/', files: await readConsoleFiles(folder) });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const get = (below: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${server.url}${below}`, { headers });

describe('the page', () => {
  it.for([
    '/',
    '/alerts',
    '/alerts/0197-a.b?query=rule:x',
    '/outputs/my.output',
    '/sub/%22path',
    '/sub/%22path/alerts/7',
    '/anything/else',
    '/index.html/..',
  ])('stands at %s', async (below) => {
    const response = await get(below);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('<base href="/sub/%22path/" />');
    const nonce = /content="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(nonce).toMatch(/^[\w+/]{24}$/);
    expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
  });

  it('has strict headers, and another nonce each time', async () => {
    const [one, two] = await Promise.all([get('/'), get('/')]);
    expect(one?.headers.get('content-security-policy')).not.toBe(two?.headers.get('content-security-policy'));
    expect(Object.fromEntries(one?.headers ?? [])).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'/,
      ),
    });
    expect(one?.headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
  });

  it('takes no prefix from a header', async () => {
    const text = await (await get('/', { 'X-Forwarded-Prefix': '/evil' })).text();
    expect(text).not.toContain('evil');
  });
});

describe('files', () => {
  it('are kept by browsers for ever where their name tells their content', async () => {
    const hashed = await get('/assets/index-abc.js');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await hashed.text()).toBe(script);
    const theme = await get('/sub/%22path/theme.js');
    expect(theme.headers.get('cache-control')).toBe('no-cache');
    const again = await get('/theme.js', { 'If-None-Match': theme.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('are compressed as the browser takes it', async () => {
    const { request } = await import('node:http');
    const body = await new Promise<Buffer>((resolve) => {
      const headers = { 'Accept-Encoding': 'gzip, br' };
      request(`${server.url}/assets/index-abc.js`, { headers }, (response) => {
        expect(response.headers['content-encoding']).toBe('br');
        expect(response.headers.vary).toBe('Accept-Encoding');
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)));
      }).end();
    });
    expect(body.length).toBeLessThan(script.length / 10);
    expect(brotliDecompressSync(body).toString()).toBe(script);
  });

  it.for(['/assets/nothing.js', '/assets/../index.html', '/api/nothing', '/api/v1/nothing'])(
    'are not made up at %s',
    async (below) => {
      const response = await get(below);
      expect(await response.text()).not.toContain('not for everybody');
      if (below !== '/assets/../index.html') expect([401, 403, 404]).toContain(response.status);
    },
  );

  it('of other kinds are not served', async () => {
    expect(await (await get('/notes.unknown')).text()).not.toContain('not for everybody');
  });
});

it.for([
  [undefined, 'identity'],
  ['gzip, deflate, br', 'br'],
  ['gzip;q=0.5', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['*', 'identity'],
] as const)('Accept-Encoding: %s', ([accepted, encoding]) => {
  expect(encodingFor(accepted)).toBe(encoding);
});
