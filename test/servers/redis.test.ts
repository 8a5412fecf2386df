import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MisconfiguredError } from '#outputs/errors.ts';
import { redis } from '#outputs/redis.ts';
import { referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { findServer, freePort, isListening, Program, temporaryFolder, until } from '#outputs/testing/programs.ts';
import { allAlerts, deliverAll, titlesOf } from './deliver.ts';
import { deliverThroughRestart } from './restart.ts';

const command = findServer('redis-server');
const alerts = Object.values(allAlerts);

describe.skipIf(command === undefined)('Redis', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  const programs: Program[] = [];
  const clients: Redis[] = [];

  async function start(port: number, ...parameters: string[]): Promise<Program> {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--dbfilename', `${port}.rdb`];
    const program = new Program(command ?? '', ...parameters, ...own);
    programs.push(program);
    await until(() => isListening(port), 'redis-server');
    return program;
  }

  function clientOf(port: number): Redis {
    const client = new Redis({ port, retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => {});
    clients.push(client);
    return client;
  }

  afterAll(async () => {
    for (const client of clients) client.disconnect();
    for (const program of programs) await program.end();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('alone', () => {
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    let port: number;
    let server: Program;
    let reader: Redis;

    beforeAll(async () => {
      port = await freePort();
      server = await start(port, ...durable);
      reader = clientOf(port);
    });

    const stored = async (key: string) => {
      const entries = await reader.xrange(key, '-', '+');
      return entries.map(([, words]) => words[3] ?? '');
    };

    it.for(['list', 'hashmap', 'stream'])('has every alert with storagetype %s', async (storagetype) => {
      const options = { address: `127.0.0.1:${port}`, storagetype, key: storagetype };
      await deliverAll(redis, options, alerts);
      const found = {
        list: () => reader.lrange('list', 0, -1),
        hashmap: () => reader.hvals('hashmap'),
        stream: () => stored('stream'),
      };
      const [, read = found.list] = Object.entries(found).find(([name]) => name === storagetype) ?? [];
      expect(titlesOf(await read())).toEqual(Object.keys(allAlerts).toSorted());
    });

    it('has the uuid beside each alert of a stream, which is kept short', async () => {
      const options = { address: `127.0.0.1:${port}`, storagetype: 'stream', key: 'short', maxlen: 100 };
      const connection = await connect(redis, options);
      for (let round = 0; round < 300; round++) await deliver(connection, testAlert);
      await connection.close();
      const [[, words] = ['', []]] = await reader.xrange('short', '-', '+', 'COUNT', 1);
      expect(words).toEqual(['id', testAlert.uuid, 'alert', testAlert.json]);
      // A stream is cut by whole nodes of a hundred.
      expect(await reader.xlen('short')).toBeLessThanOrEqual(200);
    });

    it('hands alerts to those who listen', async () => {
      const received: string[] = [];
      const listener = clientOf(port);
      listener.on('message', (_, text) => received.push(text));
      await listener.subscribe('channel');
      await deliverAll(redis, { address: `127.0.0.1:${port}`, storagetype: 'pubsub', key: 'channel' }, alerts);
      await until(() => received.length >= alerts.length, 'all alerts');
      expect(titlesOf(received)).toEqual(Object.keys(allAlerts).toSorted());
    });

    it('has all alerts in order after it was killed', async () => {
      const restart = async () => {
        await server.end();
        server = await start(port, ...durable);
      };
      const options = { address: `127.0.0.1:${port}`, storagetype: 'stream', key: 'restarted' };
      const result = await deliverThroughRestart(redis, options, restart, () => stored('restarted'));
      expect(result).toMatchObject({ lost: 0, isInOrder: true });
    });

    it('refuses a stream where there is something else', async () => {
      const connection = await connect(redis, { address: `127.0.0.1:${port}`, storagetype: 'stream', key: 'list' });
      const error = await failureOf(deliver(connection, testAlert, ...Object.values(referenceAlerts)));
      expect(error).toBeInstanceOf(MisconfiguredError);
      expect(String(error)).toContain('set another key');
      await connection.close();
    });
  });

  it('is followed to its new master, as Sentinel says', async () => {
    const [master, replica, sentinel] = [await freePort(), await freePort(), await freePort()];
    const first = await start(master, '--save', '');
    await start(replica, '--save', '', '--replicaof', `127.0.0.1 ${master}`);
    const file = path.join(folder, 'sentinel.conf');
    const settings = ['down-after-milliseconds tiercel 300', 'failover-timeout tiercel 2000'];
    writeFileSync(
      file,
      [`sentinel monitor tiercel 127.0.0.1 ${master} 1`, ...settings.map((line) => `sentinel ${line}`), ''].join('\n'),
    );
    await start(sentinel, file, '--sentinel');
    const watch = clientOf(sentinel);
    await until(
      async () => String(await watch.call('SENTINEL', 'replicas', 'tiercel')).includes('slave,'),
      'a replica',
    );

    const nobody = await freePort();
    const options = { address: `127.0.0.1:${nobody},127.0.0.1:${sentinel}`, sentinelmaster: 'tiercel' };
    await deliverAll(redis, options, [testAlert]);
    expect(await clientOf(master).lrange('falco', 0, -1)).toEqual([testAlert.json]);
    const second = clientOf(replica);
    await until(async () => (await second.llen('falco')) === 1, 'replication');
    await first.end();
    await deliverAll(redis, options, [alerts[1] ?? testAlert]);
    expect(await second.lrange('falco', 0, -1)).toEqual([testAlert.json, alerts[1]?.json]);

    const unknown = await failureOf(connect(redis, { ...options, sentinelmaster: 'nobody' }));
    expect(unknown).toBeInstanceOf(MisconfiguredError);
    expect(String(unknown)).toContain('know no master "nobody": check sentinelmaster');
  });

  it('is found in a cluster, and found again when the key moves', async () => {
    const ports = [await freePort(), await freePort()] as const;
    // The second port of each server is the first and a number, which may be too large otherwise.
    for (const [index, port] of ports.entries()) {
      const own = ['--cluster-enabled', 'yes', '--cluster-config-file', `${port}.conf`, '--save', ''];
      await start(port, ...own, '--cluster-port', String(await freePort()), '--cluster-announce-hostname', `n${index}`);
    }
    const [left, right] = [clientOf(ports[0]), clientOf(ports[1])];
    await left.call('CLUSTER', 'ADDSLOTSRANGE', '0', '8191');
    await right.call('CLUSTER', 'ADDSLOTSRANGE', '8192', '16383');
    const busPort = /@(\d+)/.exec(String(await right.call('CLUSTER', 'NODES')))?.[1] ?? '';
    await left.call('CLUSTER', 'MEET', '127.0.0.1', String(ports[1]), busPort);
    for (const client of [left, right]) {
      await until(async () => String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'), 'a cluster');
    }
    for (const [index, port] of ports.entries()) {
      await deliverAll(redis, { address: `127.0.0.1:${port}`, key: `key-${index}`, storagetype: 'stream' }, alerts);
      const owner = Number(await left.call('CLUSTER', 'KEYSLOT', `key-${index}`)) < 8192 ? left : right;
      expect(await owner.xlen(`key-${index}`)).toBe(alerts.length);
    }

    const slot = String(await left.call('CLUSTER', 'KEYSLOT', 'moving'));
    const [from, to] = Number(slot) < 8192 ? [left, right] : [right, left];
    const id = String(await to.call('CLUSTER', 'MYID'));
    const connection = await connect(redis, { address: `127.0.0.1:${ports[0]}`, key: 'moving' });
    for (const client of [to, from]) await client.call('CLUSTER', 'SETSLOT', slot, 'NODE', id);
    expect(String(await failureOf(deliver(connection, testAlert)))).toContain('MOVED');
    await connection.close();
    await deliverAll(redis, { address: `127.0.0.1:${ports[0]}`, key: 'moving' }, [testAlert]);
    expect(await to.lrange('moving', 0, -1)).toEqual([testAlert.json]);
  });
});
