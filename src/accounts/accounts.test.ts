import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '#kit/log.ts';
import { Secret } from '#kit/secret.ts';
import type { Documents } from '#journal/documents.ts';
import { MemoryDocuments } from '#triage/testing/memory-documents.ts';
import { Accounts } from './accounts.ts';
import { sessionLimits } from './sessions.ts';

const cost = { costExponent: 4, blockSize: 8, parallelization: 1 };
let nowMs = 0;
const clock = { now: () => nowMs, monotonic: () => nowMs, sleep: async () => {} };
let documents: Documents;

const open = (fixed: readonly { login: string; password: Secret }[] = []) =>
  Accounts.open({ documents, fixed, clock, log: silentLog, cost });

async function withAdmin(): Promise<Accounts> {
  const accounts = await open();
  await accounts.users.add({ login: 'Ada', name: 'Ada L.', role: 'admin', password: 'difference engine' });
  return accounts;
}

beforeEach(() => {
  nowMs = 1_000_000;
  documents = new MemoryDocuments();
});

describe('the first user', () => {
  it('is made once, by whoever has the secret, and is an admin', async () => {
    const accounts = await open();
    const secret = accounts.firstSecret ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    await expect(accounts.makeFirst('wrong', { login: 'eve', name: '', password: 'longenough' })).rejects.toThrow(
      /used up/,
    );
    await expect(accounts.makeFirst(secret, { login: 'ada', name: '', password: 'short' })).rejects.toThrow(/8 char/);
    const session = await accounts.makeFirst(secret, { login: 'ada', name: '', password: 'longenough' });
    expect(accounts.sessions.find(session.secret)).toMatchObject({ login: 'ada' });
    expect(accounts.users.find('ADA')).toMatchObject({ role: 'admin' });
    expect(accounts.firstSecret).toBeUndefined();
    await expect(accounts.makeFirst(secret, { login: 'eve', name: '', password: 'longenough' })).rejects.toThrow(
      /used up/,
    );
  });

  it('is not two, however quick they are', async () => {
    const accounts = await open();
    const secret = accounts.firstSecret ?? '';
    const tries = ['a', 'b'].map((login) => accounts.makeFirst(secret, { login, name: '', password: 'longenough' }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(accounts.users.list()).toHaveLength(1);
  });
});

describe('logging in', () => {
  it('takes the login in any case and the password as it is, and survives a restart', async () => {
    const { secret } = await (await withAdmin()).logIn('ADA', 'difference engine', '192.0.2.1');
    const later = await open();
    expect(later.sessions.find(secret)).toMatchObject({ login: 'Ada' });
    await expect(later.logIn('ada', 'Difference engine', '192.0.2.1')).rejects.toThrow('name or the password');
  });

  it('keeps neither passwords nor what opens a session', async () => {
    const accounts = await withAdmin();
    const { secret, csrf } = await accounts.logIn('ada', 'difference engine', '');
    const { token } = await accounts.tokens.add({
      name: 'ci',
      role: 'viewer',
      scope: 'api',
      expiresInDays: undefined,
      createdBy: 'ada',
    });
    const kept = JSON.stringify(
      await Promise.all(['user', 'session', 'api-token'].map((kind) => documents.list(kind))),
    );
    for (const text of ['difference engine', secret, csrf, token]) expect(kept).not.toContain(text);
  });

  it('says the same of a login that does not exist', async () => {
    const accounts = await withAdmin();
    const say = (login: string) => accounts.logIn(login, 'x', login).catch((error: unknown) => String(error));
    expect(await say('ada')).toBe(await say('nobody'));
    for (let guess = 0; guess < 10; guess++) await say('ada').then(() => say('nobody'));
    expect(await say('ada')).toBe(await say('nobody'));
  });

  it('slows down who guesses one login from many addresses, for a minute at most', async () => {
    const accounts = await withAdmin();
    for (let guess = 0; guess < 40; guess++) {
      await accounts.logIn('ada', 'x', `192.0.2.${guess}`).catch(() => {});
      nowMs += guess < 20 ? 60_000 : 0;
    }
    await expect(accounts.logIn('ada', 'difference engine', '192.0.2.99')).rejects.toMatchObject({ kind: 'refused' });
    nowMs += 60_000;
    expect(await accounts.logIn('ada', 'difference engine', '192.0.2.99')).toMatchObject({ login: 'Ada' });
  });

  it('slows down an address that tries many logins at once', async () => {
    const accounts = await withAdmin();
    const tries = Array.from({ length: 15 }, (_, index) => accounts.logIn(`user${index}`, 'x', 'a').catch(() => {}));
    await Promise.all(tries);
    for (let guess = 0; guess < 20; guess++) await accounts.logIn(`other${guess}`, 'x', 'a').catch(() => {});
    await expect(accounts.logIn('ada', 'difference engine', 'a')).rejects.toThrow(/Too many/);
    expect(await accounts.logIn('ada', 'difference engine', 'b')).toBeDefined();
  });

  it('remembers who was checked until the password changes', async () => {
    const accounts = await withAdmin();
    expect(await accounts.check('ada', 'difference engine', '')).toMatchObject({ login: 'Ada' });
    expect(await accounts.check('ada', 'difference engine', '')).toMatchObject({ login: 'Ada' });
    await accounts.users.change('ada', { password: 'analytical engine' });
    await expect(accounts.check('ada', 'difference engine', '')).rejects.toThrow(/wrong/);
  });
});

describe('sessions', () => {
  it('end when idle, after their life, and when somebody says so', async () => {
    const accounts = await withAdmin();
    const idle = await accounts.logIn('ada', 'difference engine', '');
    nowMs += sessionLimits.idleMs + 1;
    expect(accounts.sessions.find(idle.secret)).toBeUndefined();

    const used = await accounts.logIn('ada', 'difference engine', '');
    for (let day = 0; day < 14; day++) {
      expect(accounts.sessions.find(used.secret)).toBeDefined();
      nowMs += sessionLimits.idleMs;
    }
    nowMs += 1;
    expect(accounts.sessions.find(used.secret)).toBeUndefined();

    const ended = await accounts.logIn('ada', 'difference engine', '');
    accounts.sessions.end([ended.id]);
    expect(accounts.sessions.find(ended.secret)).toBeUndefined();
  });

  it('end elsewhere when the password changes', async () => {
    const accounts = await withAdmin();
    const here = await accounts.logIn('ada', 'difference engine', '');
    const there = await accounts.logIn('ada', 'difference engine', '');
    await accounts.changePassword('ada', 'difference engine', 'analytical engine', here.id, '');
    expect(accounts.sessions.find(here.secret)).toBeDefined();
    expect(accounts.sessions.find(there.secret)).toBeUndefined();
  });

  it('are few for each', async () => {
    const accounts = await withAdmin();
    for (let index = 0; index < 25; index++) await accounts.logIn('ada', 'difference engine', '');
    expect(accounts.sessions.countOf('ada')).toBe(sessionLimits.maxPerUser);
  });
});

describe('users', () => {
  it('of the configuration are admins, whose sessions end with the process', async () => {
    const fixed = [{ login: 'admin', password: new Secret('pass:word') }];
    const accounts = await open(fixed);
    expect(accounts.firstSecret).toBeUndefined();
    const { secret } = await accounts.logIn('admin', 'pass:word', '');
    expect(accounts.sessions.find(secret)).toBeDefined();
    await expect(accounts.users.change('admin', { role: 'viewer' })).rejects.toThrow(/configuration/);
    await expect(accounts.logIn('admin', 'pass', '')).rejects.toThrow(/wrong/);
    expect((await open(fixed)).sessions.find(secret)).toBeUndefined();
  });

  it('always have an admin among them', async () => {
    const accounts = await withAdmin();
    await expect(accounts.users.remove('ada')).rejects.toThrow(/else/);
    await expect(accounts.users.change('ada', { isDisabled: true })).rejects.toThrow(/else/);
    await expect(accounts.users.change('ada', { role: 'viewer' })).rejects.toThrow(/else/);
    await accounts.users.add({ login: 'bob', name: '', role: 'admin', password: 'longenough' });
    await accounts.users.remove('ada');
    await expect(accounts.users.remove('bob')).rejects.toThrow(/else/);
  });

  it.for(['two words', 'a:b', 'a/b', '..', 'tab\t', '\u202e'])('are not called %j', async (login) => {
    const accounts = await withAdmin();
    await expect(accounts.users.add({ login, name: '', role: 'viewer', password: 'longenough' })).rejects.toThrow(
      /one word/,
    );
  });

  it('that are disabled are nobody', async () => {
    const accounts = await withAdmin();
    await accounts.users.add({ login: 'bob', name: '', role: 'viewer', password: 'longenough' });
    await accounts.check('bob', 'longenough', '');
    await accounts.users.change('bob', { isDisabled: true });
    await expect(accounts.check('bob', 'longenough', '')).rejects.toThrow(/wrong/);
    await expect(accounts.logIn('bob', 'longenough', '')).rejects.toThrow(/wrong/);
  });
});

describe('tokens', () => {
  it('work until they expire or are revoked', async () => {
    const accounts = await withAdmin();
    const given = { name: 'ci', role: 'viewer', scope: 'api', createdBy: 'ada' } as const;
    const short = await accounts.tokens.add({ ...given, expiresInDays: 1 });
    const long = await accounts.tokens.add({ ...given, expiresInDays: undefined });
    expect(short.token).toMatch(/^tcl_[\w-]{43}$/);
    expect((await open()).tokens.find(short.token)).toMatchObject({ role: 'viewer', lastUsedAtMs: null });
    expect(accounts.tokens.list()[0]?.prefix).toHaveLength(10);
    nowMs += 86_400_000;
    expect(accounts.tokens.find(short.token)).toBeUndefined();
    expect(accounts.tokens.find(long.token)).toBeDefined();
    await accounts.tokens.remove(long.info.id);
    expect(accounts.tokens.find(long.token)).toBeUndefined();
    expect(accounts.tokens.find('tcl_nothing')).toBeUndefined();
  });
});
