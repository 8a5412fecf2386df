import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { apiError, done } from './contract/common.ts';
import * as contract from './contract/session.ts';
import { settings, testAlertAnswer } from './contract/settings.ts';
import { startConsoleServer, type ConsoleServer } from './testing/console-server.ts';

let server: ConsoleServer;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startConsoleServer({ keepTestAlert: async () => 'uuid' });
  const { accounts } = server;
  await accounts.users.add({ login: 'ada', name: 'Ada', role: 'admin', password: 'difference engine' });
  const given = { name: 'x', role: 'admin', scope: 'api', expiresInDays: 7, createdBy: 'ada' } as const;
  const { token } = await accounts.tokens.add(given);
  headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
});

afterAll(() => server[Symbol.asyncDispose]());

async function call<Answer>(schema: z.ZodType<Answer>, method: string, below: string, body?: object): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1${below}`, {
    method,
    headers: { ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return schema.parse(await response.json());
}

it('answers what the contract says', async () => {
  const session = await call(contract.session, 'GET', '/session');
  expect(session).toMatchObject({ user: { login: 'x', role: 'admin' }, isFirstStart: false });
  const login = { login: 'ada', password: 'difference engine' };
  expect(await call(contract.session, 'POST', '/session', login)).toMatchObject({ csrf: expect.any(String) });
  expect((await call(contract.users, 'GET', '/users')).users).toMatchObject([{ login: 'ada', sessions: 1 }]);
  const bob = { login: 'bob', role: 'viewer', password: 'longenough' };
  expect(await call(contract.user, 'POST', '/users', bob)).toMatchObject({ login: 'bob', name: '', sessions: 0 });
  expect(await call(contract.user, 'PATCH', '/users/bob', { role: 'responder' })).toMatchObject({ role: 'responder' });
  await call(done, 'DELETE', '/users/bob');
  const made = await call(contract.newToken, 'POST', '/tokens', { name: 'in', scope: 'ingest', expiresInDays: 1 });
  expect(made.token.startsWith(made.info.prefix)).toBe(true);
  expect((await call(contract.tokens, 'GET', '/tokens')).tokens).toHaveLength(2);
  await call(done, 'DELETE', `/tokens/${made.info.id}`);
  await call(done, 'DELETE', '/session');
  expect(await call(testAlertAnswer, 'POST', '/test-alert', {})).toEqual({ uuid: 'uuid' });
  expect((await call(settings, 'GET', '/settings')).addresses).toEqual({
    falco: 'http://127.0.0.1:2801/',
    console: `${server.url}/`,
  });
});

it.for([
  ['GET', '/nothing', undefined, 'There is nothing at /api/v1/nothing'],
  ['POST', '/users', { login: 'ada', role: 'viewer', password: 'longenough' }, 'already'],
  ['POST', '/users', { login: 'eve', role: 'root', password: 'longenough' }, 'role'],
  ['POST', '/users', { login: 'eve', role: 'viewer', password: 'short' }, '8 characters'],
  ['PATCH', '/users/nobody', { role: 'viewer' }, 'no user'],
  ['DELETE', '/users/ada', undefined, 'admin first'],
  ['DELETE', '/tokens/nothing', undefined, 'revoked already'],
  ['POST', '/session/password', { current: 'x', password: 'longenough' }, 'logged in'],
] as const)('%s %s says what is wrong', async ([method, below, body, text]) => {
  expect((await call(apiError, method, below, body)).error).toContain(text);
});

it('writes down who did what, but no password', async () => {
  const { events } = await server.audit.page({ limit: 100 });
  expect(events.map(({ by, action, subject, detail }) => [by, action, subject, detail].join(' ').trim())).toEqual([
    'x token.revoke in',
    'x token.add in viewer, ingest',
    'x user.remove bob',
    'x user.change bob role: responder',
    'x user.add bob viewer',
    'ada session.begin ada',
  ]);
});
