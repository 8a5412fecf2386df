import { Hono, type Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { z } from 'zod';
import { sessionLimits, type NewSession } from '#accounts/sessions.ts';
import { AccountError } from '#accounts/account-error.ts';
import type { Log } from '#kit/log.ts';
import { ApiFailure } from './api-failure.ts';
import { accessOf, type AccessRules } from './access.ts';
import { firstUserBody, loginBody, passwordBody, type session } from './contract/session.ts';
import { jsonBody } from './json-body.ts';
import type { Audit } from './user-routes.ts';
import { plainCookie, secureCookie, visitorOf } from './visitor.ts';

export interface SessionParts extends AccessRules {
  readonly basePath: string;
  readonly version: string;
  readonly isDemo: boolean;
  readonly audit: Audit;
  readonly log: Log;
}

type SessionAnswer = z.input<typeof session>;

/** Getting in and out: what everybody may ask for. */
export function sessionRoutes(parts: SessionParts): Hono {
  const { accounts, publicHost } = parts;
  const api = new Hono();

  api.get('/session', async (context) => context.json(await describe(context, parts)));

  api.post('/session', async (context) => {
    const { login, password } = loginBody.parse(await ownBody(context, parts));
    const { address } = visitorOf(context, publicHost);
    const made = await accounts.logIn(login, password, address).catch((error: unknown) => {
      // Not the name: people type their password there.
      if (error instanceof AccountError) parts.log.warn({ address }, 'A login was refused');
      throw error;
    });
    return signIn(context, made, parts);
  });

  api.post('/session/first', async (context) => {
    const { secret, login, password } = firstUserBody.parse(await ownBody(context, parts));
    return signIn(context, await accounts.makeFirst(secret, { login, name: '', password }), parts);
  });

  api.delete('/session', async (context) => {
    const { session: ended, refusal } = await accessOf(visitorOf(context, publicHost), parts);
    if (refusal?.status === 403) throw new ApiFailure(403, refusal.reason);
    if (ended) accounts.sessions.end([ended.id]);
    for (const name of [secureCookie, plainCookie]) deleteCookie(context, name, cookieOptions(name, parts.basePath));
    return context.json({ done: true });
  });

  api.post('/session/password', async (context) => {
    const { current, password } = passwordBody.parse(await ownBody(context, parts));
    const visitor = visitorOf(context, publicHost);
    const { session: mine, refusal } = await accessOf(visitor, parts);
    if (!mine) throw new ApiFailure(refusal?.status ?? 403, refusal?.reason ?? 'Only who is logged in has a password');
    await accounts.changePassword(mine.login, current, password, mine.id, visitor.address);
    await parts.audit.add({ by: mine.login, action: 'user.change', subject: mine.login, detail: 'password' });
    return context.json({ done: true });
  });

  return api;
}

/** For what needs no session yet: not even then may a page of another origin log somebody in. */
async function ownBody(context: Context, { publicHost }: SessionParts): Promise<unknown> {
  if (visitorOf(context, publicHost).isCrossOrigin) {
    throw new ApiFailure(403, 'A page of another origin may not change anything here');
  }
  return jsonBody(context);
}

function signIn(context: Context, made: NewSession, parts: SessionParts): Response {
  const visitor = visitorOf(context, parts.publicHost);
  const name = visitor.isSecure ? secureCookie : plainCookie;
  const maxAge = sessionLimits.lifetimeMs / 1000;
  setCookie(context, name, made.secret, { ...cookieOptions(name, parts.basePath), maxAge });
  noteLogin(made.login, visitor.address, parts);
  const {
    login,
    name: fullName,
    role,
  } = parts.accounts.users.find(made.login) ?? { login: '', name: '', role: 'viewer' };
  const answer: SessionAnswer = { ...common(parts), user: { login, name: fullName, role }, csrf: made.csrf };
  return context.json(answer);
}

/** Not waited for: people must get in although the disk is full. */
function noteLogin(login: string, address: string, { audit, log }: SessionParts): void {
  audit
    .add({ by: login, action: 'session.begin', subject: login, ...(address !== '' && { address }) })
    .catch((error: unknown) => log.warn({ err: error }, 'A login could not be written down'));
}

function cookieOptions(name: string, basePath: string) {
  const isSecure = name === secureCookie;
  return { path: isSecure ? '/' : basePath, secure: isSecure, httpOnly: true, sameSite: 'Strict' } as const;
}

async function describe(context: Context, parts: SessionParts): Promise<SessionAnswer> {
  const { caller, session: mine } = await accessOf(visitorOf(context, parts.publicHost), parts);
  if (!caller) return common(parts);
  const { login, role } = caller;
  const name = mine ? (parts.accounts.users.find(login)?.name ?? '') : '';
  return { ...common(parts), user: { login, name, role }, ...(mine && { csrf: mine.csrf }) };
}

function common({ auth, accounts, version, isDemo }: SessionParts) {
  return {
    auth: auth === 'local' ? auth : ('none' as const),
    isFirstStart: auth === 'local' && accounts.firstSecret !== undefined,
    version,
    isDemo,
  };
}
