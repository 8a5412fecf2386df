import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '#kit/clock.ts';
import { Secret } from '#kit/secret.ts';
import { openSqliteJournal, type SqliteJournal } from '#journal/sqlite-journal.ts';
import { startConsoleServer, type ConsoleServer, type ConsoleServerOptions } from './testing/console-server.ts';

const password = 'difference engine';
const browser = { 'Sec-Fetch-Site': 'same-origin', 'User-Agent': 'Mozilla/5.0' };
const answer = z.looseObject({ csrf: z.string().optional(), retryAfterMs: z.number().optional() });
const json = { 'Content-Type': 'application/json' };

let journal: SqliteJournal;
beforeAll(async () => {
  journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
});
afterAll(() => journal.close());

async function withServer(options: ConsoleServerOptions, run: (server: ConsoleServer) => Promise<void>): Promise<void> {
  await using server = await startConsoleServer({ ...options, journal });
  await run(server);
}

async function withAda(run: (server: ConsoleServer) => Promise<void>): Promise<void> {
  await withServer({}, async (server) => {
    await server.accounts.users.add({ login: 'ada', name: 'Ada', role: 'admin', password });
    await run(server);
  });
}

const ask = (server: ConsoleServer, headers: Readonly<Record<string, string>> = {}, path = '/users') =>
  fetch(`${server.url}/api/v1${path}`, { headers: { ...headers } });
const basic = (login: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${login}:${secret}`).toString('base64')}`,
});

async function logIn(
  server: ConsoleServer,
  login: string,
  secret: string,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ login, password: secret }),
  });
  const [cookie = ''] = response.headers.getSetCookie();
  return { response, setCookie: cookie, cookie: cookie.split(';')[0] ?? '', body: answer.parse(await response.json()) };
}

describe('without any account or token', () => {
  it.for([
    ['a program on this machine', {}, 200],
    ['a proxy that says so', { 'X-Forwarded-For': '192.0.2.7' }, 403],
    ['a proxy that says so otherwise', { Via: '1.1 proxy' }, 403],
    ['a browser, even of the same origin', { 'Sec-Fetch-Site': 'same-origin' }, 403],
    ['a page elsewhere', { Origin: 'https://attacker.example' }, 403],
    ['a browser of old', { 'User-Agent': 'Mozilla/5.0' }, 403],
    ['a wrong token', { Authorization: 'Bearer tcl_nothing' }, 401],
    ['an unknown scheme', { Authorization: 'Digest x' }, 401],
  ] as const)('%s', ([, headers, status]) =>
    withServer({}, async (server) => {
      expect((await ask(server, headers)).status).toBe(status);
    }),
  );
});

describe('with an account', () => {
  it('nobody is answered who does not show one, this machine neither, but it is told where the key is', async () => {
    const localKey = { secret: new Secret('local-secret'), file: '/journal/local-access.key' };
    await withServer(
      { access: { localKey }, fixed: [{ login: 'admin', password: new Secret('pass:word') }] },
      async (server) => {
        const refused = await ask(server);
        expect([refused.status, refused.headers.get('x-tiercel-local-key')]).toEqual([401, localKey.file]);
        expect((await ask(server, browser)).headers.get('x-tiercel-local-key')).toBeNull();
        expect((await ask(server, { Authorization: 'Bearer local-secret' })).status).toBe(200);
        expect((await ask(server, basic('admin', 'pass:word'))).status).toBe(200);
        expect((await ask(server, basic('admin', 'pass'))).status).toBe(401);
        expect((await ask(server, basic('', ''))).status).toBe(401);
      },
    );
  });

  it('a token has the rights of its role and scope, and console.token all', async () => {
    await withServer({ access: { token: new Secret('s3cr3t') } }, async (server) => {
      const add = async (role: 'viewer' | 'admin', scope: 'api' | 'ingest') =>
        (await server.accounts.tokens.add({ name: 'ci', role, scope, expiresInDays: undefined, createdBy: '' })).token;
      const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
      expect((await ask(server, bearer('s3cr3t'))).status).toBe(200);
      expect((await ask(server, basic('any', 's3cr3t'), '/tokens')).status).toBe(200);
      const viewer = await add('viewer', 'api');
      expect((await ask(server, bearer(viewer))).status).toBe(200);
      expect((await ask(server, bearer(viewer), '/tokens')).status).toBe(403);
      expect((await ask(server, bearer(await add('admin', 'ingest')))).status).toBe(403);
      const drop = { method: 'POST', headers: { ...json, ...bearer(viewer) }, body: '{"all":true}' };
      expect((await fetch(`${server.url}/api/v1/dead-letters/drop`, drop)).status).toBe(403);
    });
  });
});

describe('a session', () => {
  it('has a cookie that no script reads, and one for HTTPS only where there is HTTPS', () =>
    withAda(async (server) => {
      const plain = await logIn(server, 'ada', password);
      expect(plain.setCookie).toMatch(/^tiercel=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/);
      const secure = await logIn(server, 'ada', password, { 'X-Forwarded-Proto': 'https' });
      expect(secure.setCookie).toMatch(/^__Host-tiercel=[\w-]{43};.*Path=\/; HttpOnly; Secure; SameSite=Strict$/);
      expect(plain.body).toMatchObject({ user: { login: 'ada', name: 'Ada', role: 'admin' }, auth: 'local' });
    }));

  it('changes something only with what the page knows, and only from this origin', () =>
    withAda(async (server) => {
      const { cookie, body } = await logIn(server, 'ada', password);
      const { csrf } = body;
      const post = (headers: Readonly<Record<string, string>>) =>
        fetch(`${server.url}/api/v1/tokens`, {
          method: 'POST',
          headers: { ...json, Cookie: cookie, ...headers },
          body: '{"name":"ci"}',
        });
      expect((await ask(server, { Cookie: cookie, ...browser })).status).toBe(200);
      expect((await post({})).status).toBe(403);
      expect((await post({ 'X-Tiercel-Csrf': 'x' })).status).toBe(403);
      expect((await post({ 'X-Tiercel-Csrf': String(csrf), ...browser })).status).toBe(201);
      expect((await post({ 'X-Tiercel-Csrf': String(csrf), Origin: server.url })).status).toBe(201);
      for (const site of ['cross-site', 'same-site']) {
        expect((await post({ 'X-Tiercel-Csrf': String(csrf), 'Sec-Fetch-Site': site })).status).toBe(403);
      }
      expect((await post({ 'X-Tiercel-Csrf': String(csrf), Origin: 'https://attacker.example' })).status).toBe(403);
      expect((await post({ 'X-Tiercel-Csrf': String(csrf), Origin: 'null' })).status).toBe(403);
    }));

  it('ends by logging out, and when the user is disabled, removed or given another password', () =>
    withAda(async (server) => {
      const { users } = server.accounts;
      const admin = await logIn(server, 'ada', password);
      const headers = { ...json, Cookie: admin.cookie, 'X-Tiercel-Csrf': String(admin.body.csrf) };
      const change = (method: string, body?: object) =>
        fetch(`${server.url}/api/v1/users/bob`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      for (const end of [
        () => change('PATCH', { isDisabled: true }),
        () => change('PATCH', { password: 'analytical' }),
        () => change('DELETE'),
      ]) {
        if (!users.find('bob')) await users.add({ login: 'bob', name: '', role: 'viewer', password });
        await users.change('bob', { isDisabled: false, password });
        const { cookie } = await logIn(server, 'bob', password);
        expect((await ask(server, { Cookie: cookie })).status).toBe(200);
        expect((await end()).status).toBe(200);
        expect((await ask(server, { Cookie: cookie })).status).toBe(401);
      }
      const out = await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers });
      expect(out.status).toBe(200);
      expect((await ask(server, { Cookie: admin.cookie })).status).toBe(401);
    }));

  it('is not begun for a page elsewhere', () =>
    withAda(async (server) => {
      expect((await logIn(server, 'ada', password, { 'Sec-Fetch-Site': 'cross-site' })).response.status).toBe(403);
      expect((await logIn(server, 'ada', 'wrong')).response.status).toBe(401);
    }));

  it('says how long to wait after too many attempts', () =>
    withAda(async (server) => {
      for (let attempt = 0; attempt < 6; attempt++) await logIn(server, 'ada', 'wrong');
      const { response, body } = await logIn(server, 'ada', password);
      expect([response.status, response.headers.get('retry-after')]).toEqual([401, '1']);
      expect(body.retryAfterMs).toBeGreaterThan(0);
    }));
});

describe('without a login', () => {
  it.for([
    ['none', '127.0.0.1', {}, 200],
    ['none', 'localhost:2802', browser, 200],
    ['none', 'attacker.example', browser, 403],
    ['none', 'tiercel.example', browser, 200],
    ['anyone', 'anything.example', browser, 200],
    ['anyone', 'anything.example', { 'Sec-Fetch-Site': 'cross-site' }, 200],
  ] as const)('%s at %s', ([auth, host, headers, status]) =>
    withServer({ access: { auth, publicHost: 'tiercel.example' } }, async (server) => {
      const { hostname, port } = new URL(server.url);
      const { request } = await import('node:http');
      const answer = await new Promise<number | undefined>((resolve) => {
        request({ hostname, port, path: '/api/v1/users', headers: { ...headers, Host: host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).end();
      });
      expect(answer).toBe(status);
    }),
  );

  it('a page elsewhere changes nothing', () =>
    withServer({ access: { auth: 'anyone' } }, async (server) => {
      const headers = { ...json, 'Sec-Fetch-Site': 'cross-site' };
      const response = await fetch(`${server.url}/api/v1/tokens`, { method: 'POST', headers, body: '{"name":"x"}' });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }));
});

describe('the first start', () => {
  it('is told, and ends with the first user', () =>
    withServer({}, async (server) => {
      const session = async () => (await ask(server, browser, '/session')).json();
      expect(await session()).toMatchObject({ isFirstStart: true });
      const first = (secret: string) =>
        fetch(`${server.url}/api/v1/session/first`, {
          method: 'POST',
          headers: { ...json, ...browser },
          body: JSON.stringify({ secret, login: 'ada', password }),
        });
      expect((await first('guess')).status).toBe(401);
      const secret = server.accounts.firstSecret ?? '';
      const made = await first(secret);
      expect(await made.json()).toMatchObject({ user: { login: 'ada', role: 'admin' }, isFirstStart: false });
      expect(made.headers.getSetCookie()[0]).toMatch(/^tiercel=/);
      expect((await first(secret)).status).toBe(401);
      expect(await session()).toMatchObject({ isFirstStart: false });
    }));
});

describe('posting alerts', () => {
  it.for([
    ['from this machine, without an account', {}, {}, 200],
    ['from a browser', {}, browser, 401],
    ['with the token for it', { ingestToken: new Secret('in') }, { Authorization: 'Bearer in', Via: 'x' }, 200],
    ['as Falcosidekick sends it', { ingestToken: new Secret('in') }, { ...basic('any', 'in'), Via: 'x' }, 200],
    ['with another', { ingestToken: new Secret('in') }, { ...basic('any', 'out'), Via: 'x' }, 401],
    ['without, from elsewhere', {}, { Via: 'x' }, 401],
    ['without, where it is open', { isIngestOpen: true }, { Via: 'x' }, 200],
    ['by a page, where it is open', { isIngestOpen: true }, { 'Sec-Fetch-Site': 'cross-site' }, 401],
  ] as const)('%s', ([, access, headers, status]) =>
    withServer({ access }, async (server) => {
      for (const path of ['/', '/api/v1/', '/api/v1/events/add']) {
        const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { ...headers }, body: '{}' });
        expect(response.status).toBe(status);
      }
    }),
  );
});
