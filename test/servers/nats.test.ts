import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect as connectClient, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MisconfiguredError } from '#outputs/errors.ts';
import { nats } from '#outputs/nats.ts';
import { stan } from '#outputs/stan.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import {
  findServer,
  freePort,
  isListening,
  makeCertificate,
  Program,
  temporaryFolder,
  until,
} from '#outputs/testing/programs.ts';
import { allAlerts, deliverAll, reasonsByTitle, titlesOf } from './deliver.ts';
import { deliverThroughRestart } from './restart.ts';

const command = findServer('nats-server');
const alerts = Object.values(allAlerts);
const tooLarge = { 'long texts of what is escaped': expect.stringContaining('raise max_payload') };

describe.skipIf(command === undefined)('NATS', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  const seed = new TextDecoder().decode(nkeys.createUser().getSeed());
  let port: number;
  let server: Program;
  let admin: NatsConnection;
  let manager: JetStreamManager;

  async function start(): Promise<void> {
    server = new Program(command ?? '', '-c', path.join(folder, 'nats.conf'));
    await until(() => isListening(port), 'nats-server');
  }

  beforeAll(async () => {
    port = await freePort();
    const publicKey = nkeys.fromSeed(new TextEncoder().encode(seed)).getPublicKey();
    const users = `{ user: falco, password: swordfish }, { nkey: ${publicKey} },
      { user: reader, password: r, permissions: { publish: { deny: "falco.>" } } }`;
    writeFileSync(
      path.join(folder, 'nats.conf'),
      `listen: "127.0.0.1:${port}"\njetstream: { store_dir: "${folder}" }\nauthorization: { users: [${users}] }\n`,
    );
    await start();
    admin = await connectClient({
      servers: `127.0.0.1:${port}`,
      user: 'falco',
      pass: 'swordfish',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 50,
    });
    manager = await jetstreamManager(admin);
  });

  afterAll(async () => {
    await admin.close();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await manager.streams.delete('falco').catch(() => {});
  });

  const url = (credentials = 'falco:swordfish@') => `nats://${credentials}127.0.0.1:${port}`;

  async function stored(): Promise<string[]> {
    const { state } = await manager.streams.info('falco');
    const texts: string[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq++) {
      texts.push((await manager.streams.getMessage('falco', { seq }))?.string() ?? '');
    }
    return texts;
  }

  it('hands every alert to those who listen, but for those that are too large', async () => {
    const received: string[] = [];
    const subscription = admin.subscribe('falco.>', { callback: (_, message) => void received.push(message.string()) });
    await admin.flush();
    const { dead } = await deliverAll(nats, { hostport: url() }, alerts);
    expect(reasonsByTitle(dead)).toEqual(tooLarge);
    const sent = alerts.filter(({ uuid }) => !dead.has(uuid)).map(({ json }) => json);
    await until(() => received.length >= sent.length, 'all alerts');
    subscription.unsubscribe();
    expect(titlesOf(received)).toEqual(titlesOf(sent));
  });

  it('stores every alert in a stream, once, however often it was sent', async () => {
    await manager.streams.add({ name: 'falco', subjects: ['falco.>'] });
    const options = { hostport: url(), jetstream: true };
    const { dead } = await deliverAll(nats, options, alerts);
    expect(reasonsByTitle(dead)).toEqual(tooLarge);
    const taken = alerts.filter(({ uuid }) => !dead.has(uuid));
    await deliverAll(nats, options, taken);
    expect(titlesOf(await stored())).toEqual(titlesOf(taken.map(({ json }) => json)));
    const last = await manager.streams.getMessage('falco', { last_by_subj: 'falco.debug.test_rule' });
    expect(last?.string()).toContain('"rule":"Test rule"');
  });

  it('takes what was for NATS Streaming', async () => {
    await manager.streams.add({ name: 'falco', subjects: ['falco.>'] });
    await deliverAll(stan, { hostport: url(), clusterid: 'c', clientid: 'i' }, [testAlert]);
    expect(await stored()).toEqual([testAlert.json]);
  });

  it('has all alerts once and in order after it was killed', async () => {
    await manager.streams.add({ name: 'falco', subjects: ['falco.>'] });
    const restart = async () => {
      await server.end();
      await start();
    };
    const result = await deliverThroughRestart(nats, { hostport: url(), jetstream: true }, restart, stored);
    expect(result).toEqual({ lost: 0, duplicated: 0, isInOrder: true });
  });

  it.for([
    ['a wrong password', { hostport: 'falco:sesame-1@' }, /check user and password/],
    ['no credentials', { hostport: '' }, /check user and password/],
    ['a wrong key', { hostport: '', nkeyseed: 'SUsesame' }, /check credsfile and nkeyseed/],
    [
      'a file that is not there',
      { hostport: '', credsfile: '/nowhere.creds' },
      /"\/nowhere.creds" of credsfile cannot be read/,
    ],
    ['TLS where there is none', { hostport: '', tls: true }, /does not offer TLS/],
  ] as const)('refuses %s, for the operator to mend', async ([, { hostport, ...wrong }, remedy]) => {
    const { tls, ...others } = { tls: false, ...wrong };
    const address = tls ? url(hostport).replace('nats:', 'tls:') : url(hostport);
    const error = await failureOf(connect(nats, { ...others, hostport: address }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(String(error)).not.toMatch(/sesame|swordfish/);
  });

  it('takes a key', async () => {
    const connection = await connect(nats, { hostport: url(''), nkeyseed: seed });
    await deliver(connection, testAlert);
    await connection.close();
  });

  it('says who may not publish, and which subject has no stream', async () => {
    const reader = await connect(nats, { hostport: url('reader:r@') });
    const denied = await failureOf(deliver(reader, testAlert));
    expect(denied).toBeInstanceOf(MisconfiguredError);
    expect(String(denied)).toMatch(/Publish to "falco.debug.test_rule".*: permit the user to publish/);
    await reader.close();

    const connection = await connect(nats, { hostport: url(), jetstream: true });
    const missing = await failureOf(deliver(connection, testAlert));
    expect(missing).toBeInstanceOf(MisconfiguredError);
    expect(String(missing)).toContain('No stream of JetStream takes the subject "falco.debug.test_rule"');
    await connection.close();
  });

  it('waits until a stream that is full has room again', async () => {
    await manager.streams.add({ name: 'falco', subjects: ['falco.>'], max_msgs: 1, discard: 'new' });
    const connection = await connect(nats, { hostport: url(), jetstream: true });
    await deliver(connection, alerts[0] ?? testAlert);
    expect(String(await failureOf(deliver(connection, testAlert)))).toContain('maximum messages exceeded');
    await manager.streams.purge('falco');
    await deliver(connection, testAlert);
    await connection.close();
  });

  it('is reached with TLS, if its certificate is trusted', async () => {
    const { certfile, keyfile } = await makeCertificate(folder);
    const tlsPort = await freePort();
    const secured = new Program(
      command ?? '',
      '-a',
      '127.0.0.1',
      '-p',
      String(tlsPort),
      '--tls',
      '--tlscert',
      certfile,
      '--tlskey',
      keyfile,
    );
    await until(() => isListening(tlsPort), 'nats-server with TLS');
    const hostport = `nats://localhost:${tlsPort}`;
    const untrusted = await failureOf(connect(nats, { hostport }));
    expect(untrusted).toBeInstanceOf(MisconfiguredError);
    expect(String(untrusted)).toContain('its certificate is not trusted');
    const connection = await connect(nats, { hostport }, { tls: { rejectUnauthorized: false } });
    await deliver(connection, testAlert);
    await connection.close();
    await secured.end();
  });

  it('ends a send that has no more time, and notices that a server went away', async () => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(nats, { hostport: url() }, { lost: lost.resolve });
    const stopped = new Error('stopped');
    await expect(connection.deliver([testAlert], AbortSignal.abort(stopped))).rejects.toBe(stopped);
    await server.end();
    await lost.promise;
    expect(String(await failureOf(deliver(connection, testAlert)))).toContain('The connection to NATS failed');
    await start();
    await connection.close();
  });
});
