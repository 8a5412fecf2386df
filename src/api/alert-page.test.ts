import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { Secret } from '#kit/secret.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { alertFrom } from '#outputs/testing/alerts.ts';
import { consoleApp } from './console-app.ts';
import { startHttpServer, type RunningServer } from './http-server.ts';

const uuid = '018f3a5e-7d2c-7b1a-9f00-000000000001';
let journal: Journal;
let open: RunningServer;
let guarded: RunningServer;

async function start(basePath: string, token: Secret | undefined): Promise<RunningServer> {
  const status = () => Promise.reject(new Error('Not asked for here'));
  const parts = { journal, delivery: { wake: () => {} }, status, tryOut: status, basePath, token, log: silentLog };
  return startHttpServer(consoleApp(parts).fetch, '127.0.0.1', 0, 'console.listenport');
}

beforeAll(async () => {
  journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
  const alert = alertFrom(
    '{"output":"cat <script>alert(1)</script>","priority":"Error","rule":"<b>Read</b>","time":"2026-11-24T16:31:56Z",' +
      '"output_fields":{"proc.cmdline":"<img src=x>","proc.pid":12345678901234567890}}',
    uuid,
  );
  await journal.append([alert]);
  open = await start('/', undefined);
  guarded = await start('/tiercel', new Secret('s3cr3t'));
});

afterAll(async () => {
  await open.close();
  await guarded.close();
  await journal.close();
});

it('shows an alert whole, its texts as text', async () => {
  const answer = await fetch(`${open.url}/alerts/${uuid}`);
  const page = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).toContain('cat &lt;script&gt;');
  expect(page).toContain('&lt;img src=x&gt;');
  expect(page).toContain('12345678901234567890');
  expect(page).not.toContain('<b>Read');
});

it('says that there is no such alert', async () => {
  const answer = await fetch(`${open.url}/alerts/<b>`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('The journal has no alert &quot;&lt;b&gt;&quot;');
});

it('is shown to nobody through a proxy without a token', async () => {
  const answer = await fetch(`${open.url}/alerts/${uuid}`, { headers: { Via: '1.1 proxy' } });
  expect(answer.status).toBe(403);
  expect(await answer.text()).not.toContain('Read');
});

it('asks a browser for the token', async () => {
  const address = `${guarded.url}/tiercel/alerts/${uuid}`;
  const basic = (text: string) => ({ headers: { Authorization: `Basic ${Buffer.from(text).toString('base64')}` } });
  const answer = await fetch(address);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  expect((await fetch(address, basic('anybody:wrong'))).status).toBe(401);
  expect((await fetch(address, basic('anybody:s3cr3t'))).status).toBe(200);
  expect((await fetch(`${guarded.url}/tiercel/api/v1/outputs`, basic('anybody:s3cr3t'))).status).toBe(401);
});
