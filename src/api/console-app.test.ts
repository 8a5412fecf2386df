import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import type { StatusView } from './status-page.ts';
import { startConsoleServer, type ConsoleServer } from './testing/console-server.ts';

const quoted = 'cannot parse "cat /etc/shadow"';
let open: ConsoleServer;
let guarded: ConsoleServer;

const status = async (): Promise<StatusView> => ({
  version: '1.2.3',
  startedAtMs: 0,
  nowMs: 60_000,
  receivedAlerts: 7,
  journal: await open.journal.stats(),
  outputs: [
    {
      ledger: undefined,
      health: {
        name: '<b>team</b>',
        type: 'slack',
        state: 'failing',
        pause: undefined,
        failingSinceMs: undefined,
        deliveredPerMinute: 0,
        trend: [],
        consecutiveFailures: 1,
        lastError: { message: quoted, status: 400, answer: undefined, atMs: 0 },
        lastDeliveredAtMs: undefined,
        inFlight: 0,
        nextAttemptAtMs: undefined,
        attempts: { ok: 0, error: 1 },
        alerts: { ok: 0, error: 1 },
        latency: { boundsSeconds: [], counts: [], sumSeconds: 0, count: 0 },
      },
    },
  ],
});

beforeAll(async () => {
  open = await startConsoleServer({ status });
  guarded = await startConsoleServer({ status, basePath: '/tiercel', access: { token: new Secret('s3cr3t') } });
});

afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await guarded[Symbol.asyncDispose]();
});

describe('the status page', () => {
  it('shows errors to whoever may use the API, and escapes names', async () => {
    const page = await (await fetch(open.url)).text();
    expect(page).toContain('cannot parse &quot;cat /etc/shadow&quot;');
    expect(page).toContain('&lt;b&gt;team&lt;/b&gt;');
  });

  it('shows states and numbers to everybody else', async () => {
    for (const page of [
      await (await fetch(open.url, { headers: { 'X-Forwarded-For': '192.0.2.7' } })).text(),
      await (await fetch(`${guarded.url}/tiercel`)).text(),
    ]) {
      expect(page).toContain('failing');
      expect(page).not.toContain('shadow');
      expect(page).not.toContain('Last error');
    }
  });

  it('runs no script and loads nothing', async () => {
    const { headers } = await fetch(open.url);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('the API', () => {
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(`${open.url}/api/v1${path}`, { method: 'POST', body, headers: { 'Content-Type': type } });

  it('asks for the token, under the base path', async () => {
    const outputs = `${guarded.url}/tiercel/api/v1/outputs`;
    expect((await fetch(outputs)).status).toBe(401);
    const answer = await fetch(outputs, { headers: { Authorization: 'Bearer s3cr3t' } });
    expect(await answer.json()).toMatchObject({ outputs: [] });
  });

  it('answers nobody that comes through a proxy without a token', async () => {
    const answer = await fetch(`${open.url}/api/v1/outputs`, { headers: { Via: '1.1 proxy' } });
    expect(answer.status).toBe(403);
  });

  it.for([
    ['/dead-letters/drop', '{}', /name an .{1,3}output/],
    ['/dead-letters/drop', '{"ouput":"slack","all":true}', /ouput/],
    ['/dead-letters/redrive', '{"seqs":[]}', /seqs/],
    ['/dead-letters/redrive', '{"all":true,"because":"x"}', /because/],
    ['/dead-letters/redrive', '{', /not JSON/],
  ] as const)('refuses %s %s', async ([path, body, message]) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(message);
  });

  it('takes no body that a page of another origin could send', async () => {
    expect((await post('/dead-letters/drop', '{"all":true}', 'text/plain')).status).toBe(400);
  });

  it('says what there is not', async () => {
    expect((await fetch(`${open.url}/api/v1/alerts/7`)).status).toBe(404);
    expect((await fetch(`${open.url}/api/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${open.url}/api/v1/alerts?limit=0`)).status).toBe(400);
  });
});
