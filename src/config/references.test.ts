import { describe, expect, it } from 'vitest';
import { load, problemsOf } from './testing/load.ts';

const passwords = { DB_PASSWORD: 'fromenv', EMPTY: '' };
const files = { '/run/secrets/db': 'fromfile\n' };

async function redis(option: string, value: string, environment: Readonly<Record<string, string>> = passwords) {
  const yaml = `redis:\n  address: a:1\n  ${option}: ${value}\n`;
  const { configuration, sources } = await load(yaml, environment, files);
  return { ...configuration.effective.outputs[0], sources, fingerprint: configuration.outputs[0]?.fingerprint };
}

describe('a reference', () => {
  it.for([
    ['{ env: DB_PASSWORD }', 'fromenv'],
    ['{ file: /run/secrets/db }', 'fromfile'],
    ['"${DB_PASSWORD}"', 'fromenv'],
    ['a-${DB_PASSWORD}-z', 'a-fromenv-z'],
    ['${NONE:-none}', 'none'],
    ['${EMPTY:-none}', 'none'],
    ['${EMPTY}', ''],
    ['$${DB_PASSWORD}', '${DB_PASSWORD}'],
    ['pa$$word', 'pa$$word'],
    ['pa$word', 'pa$word'],
  ] as const)('%s gives %j', async ([value, expected]) => {
    expect(await redis('username', value)).toMatchObject({ username: expected });
  });

  it('may stand for a value of any type', async () => {
    expect(await redis('database', '{ env: N }', { N: '7' })).toMatchObject({ database: 7 });
    expect(await redis('tls', '"${T}"', { T: 'true' })).toMatchObject({ tls: true });
    const list = 'alertmanager:\n  hostport: [{ env: HOST }, "${HOST}/b"]\n  extralabels: { a: { file: /f } }\n';
    const { configuration } = await load(list, { HOST: 'http://h' }, { '/f': 'x' });
    expect(configuration.effective.outputs[0]).toMatchObject({
      hostport: ['http://h', 'http://h/b'],
      extralabels: { a: 'x' },
    });
  });

  it('makes its file one to be watched', async () => {
    expect((await redis('password', '{ file: /run/secrets/db }')).sources).toEqual(['tiercel.yaml', '/run/secrets/db']);
  });

  it('gives the same output as the value itself', async () => {
    expect((await redis('password', '{ file: /run/secrets/db }')).fingerprint).toBe(
      (await redis('password', 'fromfile')).fingerprint,
    );
  });

  it('is not followed out of a variable or a file', async () => {
    const environment = { REDIS_ADDRESS: 'a', REDIS_USERNAME: '${X}', X: 'x', Y: '${X}' };
    expect((await load('', environment)).configuration.effective.outputs[0]).toMatchObject({ username: '${X}' });
    expect(await redis('username', '{ env: Y }', environment)).toMatchObject({ username: '${X}' });
  });

  it.for([
    ['{ env: NONE }', /"NONE" does not exist/],
    ['{ file: /none }', /"\/none" cannot be read: it does not exist/],
    ['${NONE}', /"NONE" does not exist/],
    ['${NONE', /must hold the name/],
    ['${a-b}', /must hold the name/],
    ['{ env: A, file: B }', /must be one text/],
  ] as const)('%s that leads nowhere is a problem', async ([value, message]) => {
    expect(await problemsOf(`redis:\n  address: a\n  username: ${value}\n`)).toEqual([
      {
        where: 'tiercel.yaml:3',
        path: 'redis.username',
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/\w/),
      },
    ]);
  });
});

describe('a variable with _FILE', () => {
  it('sets its option from a file', async () => {
    const environment = { REDIS_ADDRESS: 'a', REDIS_USERNAME_FILE: '/run/secrets/db' };
    const { configuration, sources } = await load('redis: { username: x }', environment, files);
    expect(configuration.effective.outputs[0]).toMatchObject({ username: 'fromfile' });
    expect(sources).toContain('/run/secrets/db');
  });

  it('must be readable, and alone', async () => {
    expect(await problemsOf('', { CONSOLE_TOKEN_FILE: '/none' })).toMatchObject([
      { where: 'environment variable CONSOLE_TOKEN_FILE', path: 'console.token' },
    ]);
    expect(await problemsOf('', { LISTENPORT: '1', LISTENPORT_FILE: '/p' }, { '/p': '2' })).toMatchObject([
      { message: 'Both LISTENPORT and LISTENPORT_FILE are set.' },
    ]);
  });
});
