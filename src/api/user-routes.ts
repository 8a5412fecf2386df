import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import type { Accounts } from '#accounts/accounts.ts';
import type { ApiToken as KeptToken } from '#accounts/api-tokens.ts';
import type { User as KnownUser, UserChange } from '#accounts/users.ts';
import type { AuditTrail } from '#triage/audit-trail.ts';
import { ApiFailure } from './api-failure.ts';
import { requireRole } from './caller.ts';
import { changeUserBody, newTokenBody, newUserBody, type apiToken, type user } from './contract/session.ts';
import { jsonBody } from './json-body.ts';
import { visitorOf } from './visitor.ts';

/** Where it is written down who did what. */
export type Audit = Pick<AuditTrail, 'add'>;

/** Who there is, and what programs present: for admins, but that everybody sees whom work can be given to. */
export function userRoutes(accounts: Accounts, audit: Audit): Hono {
  const api = new Hono();
  const note = (context: Context, action: string, subject: string, detail = '') => {
    const { address } = visitorOf(context, undefined);
    const by = context.get('caller').login;
    return audit.add({ by, action, subject, ...(detail !== '' && { detail }), ...(address !== '' && { address }) });
  };
  const { users, sessions, tokens } = accounts;

  api.get('/users', (context) => {
    requireRole(context, 'viewer');
    return context.json({ users: users.list().map((one) => userAnswer(one, accounts)) });
  });

  api.post('/users', async (context) => {
    requireRole(context, 'admin');
    const made = await users.add(newUserBody.parse(await jsonBody(context)));
    await note(context, 'user.add', made.login, made.role);
    return context.json(userAnswer(made, accounts), 201);
  });

  api.patch('/users/:login', async (context) => {
    requireRole(context, 'admin');
    const login = context.req.param('login');
    const change = changeUserBody.parse(await jsonBody(context));
    const changed = await users.change(login, change);
    if (change.password !== undefined || changed.isDisabled) sessions.endAllOf(login);
    await note(context, 'user.change', changed.login, changesIn(change));
    return context.json(userAnswer(changed, accounts));
  });

  api.delete('/users/:login', async (context) => {
    requireRole(context, 'admin');
    const login = context.req.param('login');
    await users.remove(login);
    sessions.endAllOf(login);
    await note(context, 'user.remove', login);
    return context.json({ done: true });
  });

  api.get('/tokens', (context) => {
    requireRole(context, 'admin');
    return context.json({ tokens: tokens.list().map(tokenAnswer) });
  });

  api.post('/tokens', async (context) => {
    const { login } = requireRole(context, 'admin');
    const { expiresInDays, ...given } = newTokenBody.parse(await jsonBody(context));
    const { token, info } = await tokens.add({ ...given, expiresInDays, createdBy: login });
    await note(context, 'token.add', info.name, `${info.role}, ${info.scope}`);
    return context.json({ token, info: tokenAnswer(info) }, 201);
  });

  api.delete('/tokens/:id', async (context) => {
    requireRole(context, 'admin');
    const revoked = await tokens.remove(context.req.param('id'));
    if (!revoked) throw new ApiFailure(404, 'There is no such token: it was revoked already');
    await note(context, 'token.revoke', revoked.name);
    return context.json({ done: true });
  });

  return api;
}

/** `role: admin, password`: what was changed, but not to which password. */
function changesIn({ password, ...change }: UserChange): string {
  const told = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [...told, ...(password === undefined ? [] : ['password'])].join(', ');
}

function userAnswer({ lastSeenMs, ...known }: KnownUser, { sessions }: Accounts): z.input<typeof user> {
  const lastMs = Math.max(sessions.lastSeenMsOf(known.login) ?? 0, lastSeenMs ?? 0);
  return { ...known, ...(lastMs > 0 && { lastSeenMs: lastMs }), sessions: sessions.countOf(known.login) };
}

function tokenAnswer({ lastUsedAtMs, expiresAtMs, ...kept }: KeptToken): z.input<typeof apiToken> {
  return {
    ...kept,
    ...(lastUsedAtMs !== null && { lastUsedAtMs }),
    ...(expiresAtMs !== null && { expiresAtMs }),
  };
}
