import { Admin } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MisconfiguredError } from '#outputs/errors.ts';
import { kafka } from '#outputs/kafka.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { findServer } from '#outputs/testing/programs.ts';
import { allAlerts, deliverAll, reasonsByTitle, titlesOf } from './deliver.ts';
import { KafkaServer } from './kafka-server.ts';
import { deliverThroughRestart } from './restart.ts';

const command = findServer('kafka');
const alerts = Object.values(allAlerts);

describe.skipIf(command === undefined)('Kafka', { timeout: 120_000 }, () => {
  let server: KafkaServer;
  let admin: Admin;

  beforeAll(async () => {
    server = await KafkaServer.create(command ?? '');
    admin = new Admin({
      clientId: 'admin',
      bootstrapBrokers: [`127.0.0.1:${server.port}`],
      retries: 20,
      retryDelay: 200,
    });
    await admin.createTopics({ topics: ['falco'], partitions: 3, replicas: 1 });
    await admin.createTopics({ topics: ['one'], partitions: 1, replicas: 1 });
  }, 60_000);

  afterAll(async () => {
    await admin.close();
    await server.end();
  });

  const at = (port: number) => ({ hostport: `127.0.0.1:${port}`, topic: 'falco' });
  const options = () => at(server.port);
  const login = { username: 'falco', password: 'swordfish' };

  it('has every alert, in all partitions, but for those that are too large', async () => {
    const { dead } = await deliverAll(kafka, options(), alerts);
    expect(reasonsByTitle(dead)).toEqual({
      'long texts of what is escaped': expect.stringContaining('raise max.message.bytes'),
    });
    const sent = alerts.filter(({ uuid }) => !dead.has(uuid));
    const stored = await server.stored('falco');
    expect(titlesOf(stored.map(({ value }) => value))).toEqual(titlesOf(sent.map(({ json }) => json)));
    expect(stored.map(({ key = '' }) => key).toSorted()).toEqual(sent.map(({ uuid }) => uuid));
    expect(new Set(stored.map(({ partition }) => partition)).size).toBe(3);
  });

  it('has them compressed', async () => {
    const few = alerts.slice(0, 5);
    const compressions = ['GZIP', 'SNAPPY', 'LZ4', 'ZSTD'];
    for (const compression of compressions) {
      await deliverAll(kafka, { ...options(), topic: 'one', compression, key: 'none' }, few);
    }
    const stored = await server.stored('one');
    const sent = compressions.flatMap(() => few.map(({ json }) => json));
    expect(titlesOf(stored.map(({ value }) => value))).toEqual(titlesOf(sent));
    expect(stored.every(({ key }) => key === undefined)).toBe(true);
  });

  it('has all alerts in order after it was killed', async () => {
    const topic = 'restarted';
    await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
    const restart = async () => {
      await server.kill();
      await server.start();
    };
    const stored = async () => (await server.stored(topic)).map(({ value }) => value);
    const result = await deliverThroughRestart(kafka, { ...options(), topic }, restart, stored);
    expect(result).toMatchObject({ lost: 0, isInOrder: true });
  });

  it('has a topic created, if it may', async () => {
    const topic = 'created';
    await deliverAll(kafka, { ...options(), topic, topiccreation: true, requiredacks: 'NONE' }, [testAlert]);
    expect((await server.stored(topic)).map(({ value }) => value)).toEqual([testAlert.json]);
  });

  it.for(['PLAIN', 'SCRAM_SHA256', 'SCRAM_SHA512'])('takes a login by %s', async (sasl) => {
    const connection = await connect(kafka, { ...at(server.saslPort), sasl, ...login });
    await deliver(connection, testAlert);
    await connection.close();
  });

  it.for([
    [
      'a wrong password',
      { sasl: 'SCRAM_SHA256', username: 'falco', password: 'sesame' },
      /check .*username and password/,
    ],
    [
      'a wrong plain password',
      { sasl: 'PLAIN', username: 'falco', password: 'sesame' },
      /check .*username and password/,
    ],
    [
      'who may not write',
      { sasl: 'PLAIN', username: 'guest', password: 'guest' },
      /TOPIC_AUTHORIZATION_FAILED: permit/,
    ],
  ] as const)('refuses %s, for the operator to mend', async ([, wrong, remedy]) => {
    const error = await failureOf(connect(kafka, { ...at(server.saslPort), ...wrong }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(String(error)).not.toContain('sesame');
  });

  it('says which topic is missing', async () => {
    const error = await failureOf(connect(kafka, { ...options(), topic: 'missing' }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('Kafka has no topic "missing": create it, or set topiccreation: true');
  });

  it('is reached with TLS, if its certificate is trusted', async () => {
    const tls = { hostport: `localhost:${server.tlsPort}`, topic: 'falco', tls: true };
    const untrusted = await failureOf(connect(kafka, tls));
    expect(untrusted).toBeInstanceOf(MisconfiguredError);
    expect(String(untrusted)).toContain('its certificate is not trusted');
    const connection = await connect(kafka, tls, { tls: { rejectUnauthorized: false } });
    await deliver(connection, testAlert);
    await connection.close();
    const mixed = await failureOf(connect(kafka, at(server.tlsPort)));
    expect(String(mixed)).toContain('wants TLS: set tls: true');
  });

  it('ends a send that has no more time, and says that a broker went away', async () => {
    const connection = await connect(kafka, options());
    const stopped = new Error('stopped');
    await expect(connection.deliver([testAlert], AbortSignal.abort(stopped))).rejects.toBe(stopped);
    await server.kill();
    const gone = await failureOf(deliver(connection, testAlert));
    expect(gone).not.toBeInstanceOf(MisconfiguredError);
    expect(String(gone)).toMatch(/The connection to .* failed/);
    await connection.close();
    expect(String(await failureOf(connect(kafka, options())))).toContain(
      `127.0.0.1:${server.port} failed (ECONNREFUSED)`,
    );
  });
});
