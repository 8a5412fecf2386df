import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { redis } from './redis.ts';
import { referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import {
  freePort,
  hasProgram,
  isListening,
  makeCertificate,
  Program,
  temporaryFolder,
  until,
  type Certificate,
} from './testing/programs.ts';

const isThere = hasProgram('redis-server') && hasProgram('openssl', 'version');
const folder = temporaryFolder();
const password = 'swordfish';
const alerts = Object.values(referenceAlerts);

let port: number;
let tlsPort: number;
let certificate: Certificate;
let server: Program;
let reader: Redis;

async function start(): Promise<void> {
  const { certfile, keyfile } = certificate;
  const tls = [
    '--tls-port',
    String(tlsPort),
    '--tls-cert-file',
    certfile,
    '--tls-key-file',
    keyfile,
    '--tls-ca-cert-file',
    certfile,
  ];
  const plain = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    folder,
    '--requirepass',
    password,
  ];
  server = new Program('redis-server', ...plain, ...tls);
  await until(() => isListening(port), 'redis-server');
}

describe.skipIf(!isThere)('a Redis server', () => {
  beforeAll(async () => {
    [port, tlsPort, certificate] = [await freePort(), await freePort(), await makeCertificate(folder)];
    await start();
    reader = new Redis({ port, password, lazyConnect: true });
    reader.on('error', () => {});
  });

  afterEach(async () => {
    await reader.flushall();
  });

  afterAll(async () => {
    reader.disconnect();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const options = () => ({ address: `127.0.0.1:${port}`, password });

  it('has the alerts in a list, in order', async () => {
    const connection = await connect(redis, options());
    await deliver(connection, testAlert, ...alerts);
    await deliver(connection, testAlert);
    expect(await reader.lrange('falco', 0, -1)).toEqual([testAlert, ...alerts, testAlert].map(({ json }) => json));
    await connection.close();
  });

  it('has the alerts in a hash, each once', async () => {
    const [first, ...others] = alerts;
    const connection = await connect(redis, { ...options(), storagetype: 'hashmap', key: 'alerts', database: 3 });
    if (first) await deliver(connection, first, ...others);
    if (first) await deliver(connection, first);
    const third = reader.duplicate({ db: 3, lazyConnect: false });
    expect(await third.hgetall('alerts')).toEqual(Object.fromEntries(alerts.map(({ uuid, json }) => [uuid, json])));
    third.disconnect();
    await connection.close();
  });

  it.for([
    ['a wrong password', { password: 'sesame-wrong' }, /check username and password/],
    ['a user that is not there', { username: 'sesame-nobody' }, /check username and password/],
    ['a database that is not there', { database: 999 }, /check database/],
  ] as const)('refuses %s, for the operator to mend', async ([, wrong, remedy]) => {
    const error = await failureOf(connect(redis, { ...options(), ...wrong }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/swordfish|sesame/);
  });

  it('refuses to write without a password, and into a key of another kind', async () => {
    const withoutPassword = await connect(redis, { address: `127.0.0.1:${port}` });
    const error = await failureOf(deliver(withoutPassword, testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('set password');
    await withoutPassword.close();

    await reader.set('falco', 'a text');
    const connection = await connect(redis, options());
    const wrongType = await failureOf(deliver(connection, testAlert));
    expect(wrongType).toBeInstanceOf(MisconfiguredError);
    expect(String(wrongType)).toContain('set another key');
    await connection.close();
  });

  it('that went away is noticed, and can be connected again once it is back', async () => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(redis, options(), { lost: lost.resolve });
    await deliver(connection, testAlert);
    await server.end();
    await lost.promise;
    const error = await failureOf(deliver(connection, testAlert));
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).not.toBeInstanceOf(MisconfiguredError);
    expect(String(await failureOf(connect(redis, options())))).toContain(`127.0.0.1:${port} failed (ECONNREFUSED)`);
    await start();
    const again = await connect(redis, options());
    await deliver(again, testAlert);
    expect(await reader.lrange('falco', 0, -1)).toEqual([testAlert.json]);
    await again.close();
  });

  it('is reached with TLS, if its certificate is trusted and it is shown one', async () => {
    const { certfile, keyfile } = certificate;
    const address = `localhost:${tlsPort}`;
    const connection = await connect(redis, { address, password, tls: true, certfile, keyfile, cacertfile: certfile });
    await deliver(connection, testAlert);
    expect(await reader.llen('falco')).toBe(1);
    await connection.close();

    const untrusted = await failureOf(connect(redis, { address, password, tls: true, certfile, keyfile }));
    expect(untrusted).toBeInstanceOf(MisconfiguredError);
    expect(String(untrusted)).toContain('its certificate is not trusted');
    const unreadable = await failureOf(connect(redis, { address, password, cacertfile: '/nowhere.pem' }));
    expect(String(unreadable)).toContain('"/nowhere.pem" cannot be read');
  });
});
