import { pbkdf2Sync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MisconfiguredError } from '#outputs/errors.ts';
import { mqtt } from '#outputs/mqtt.ts';
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
import { allAlerts, deliverAll, titlesOf } from './deliver.ts';
import { deliverThroughRestart } from './restart.ts';

const command = findServer('mosquitto');
const alerts = Object.values(allAlerts);
const modes = [
  { version: '3.1.1', qos: 0 },
  { version: '3.1.1', qos: 1 },
  { version: '3.1.1', qos: 2 },
  { version: '5', qos: 0 },
  { version: '5', qos: 1 },
  { version: '5', qos: 2 },
] as const;

describe.skipIf(command === undefined)('Mosquitto', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  const file = (name: string) => path.join(folder, name);
  const login = { user: 'falco', password: 'swordfish' };
  let port: number;
  let tlsPort: number;
  let server: Program;
  let small: Program | undefined;
  let reader: MqttClient;
  let received: string[] = [];

  async function start(): Promise<void> {
    server = new Program(command ?? '', '-c', file('mosquitto.conf'));
    await until(() => isListening(port), 'mosquitto');
  }

  beforeAll(async () => {
    [port, tlsPort] = [await freePort(), await freePort()];
    const { certfile, keyfile } = await makeCertificate(folder);
    writeFileSync(file('passwords'), `falco:${passwordHash('swordfish')}\nguest:${passwordHash('guest')}\n`);
    writeFileSync(file('acl'), 'user falco\ntopic readwrite #\nuser guest\ntopic read #\n');
    const common = `password_file ${file('passwords')}\nacl_file ${file('acl')}`;
    writeFileSync(
      file('mosquitto.conf'),
      `user root
per_listener_settings true
persistence true
persistence_location ${folder}/
autosave_interval 1
autosave_on_changes true
max_queued_messages 0
listener ${port} 127.0.0.1
${common}
listener ${tlsPort} 127.0.0.1
${common}
certfile ${certfile}
keyfile ${keyfile}
`,
    );
    await start();
    reader = await connectAsync(`mqtt://127.0.0.1:${port}`, {
      username: login.user,
      password: login.password,
      clientId: 'reader',
      clean: false,
      reconnectPeriod: 50,
    });
    reader.on('message', (_, payload) => received.push(payload.toString()));
    await reader.subscribeAsync('#', { qos: 2 });
  });

  afterAll(async () => {
    reader.end(true);
    await server.end();
    await small?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    received = [];
  });

  const options = () => ({ broker: `tcp://127.0.0.1:${port}`, ...login });

  it.for(modes)('has every alert with %o', async (mode) => {
    const { dead } = await deliverAll(mqtt, { ...options(), ...mode }, alerts);
    expect(dead.size).toBe(0);
    await until(() => received.length >= alerts.length, 'all alerts');
    expect(titlesOf(received)).toEqual(Object.keys(allAlerts).toSorted());
  });

  it.for(['3.1.1', '5'])('has all alerts after it was killed, with version %s', async (version) => {
    const restart = async () => {
      await server.end();
      await start();
    };
    const stored = async (count: number) => {
      await until(() => new Set(received).size >= count, 'all alerts');
      return received;
    };
    // It writes all that it has with each message, so that few messages are enough of a load.
    const result = await deliverThroughRestart(mqtt, { ...options(), version, qos: 1 }, restart, stored, 1000);
    expect(result).toMatchObject({ lost: 0, isInOrder: true });
  });

  it.for([
    ['3.1.1', { password: 'sesame' }],
    ['5', { password: 'sesame' }],
    ['3.1.1', { user: '', password: undefined }],
  ] as const)('refuses who is not permitted to connect, with version %s', async ([version, wrong]) => {
    const error = await failureOf(connect(mqtt, { ...options(), version, ...wrong }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(/Not authorized \(\d+\): check user and password/);
    expect(String(error)).not.toContain('sesame');
  });

  it('says who may not publish', async () => {
    const connection = await connect(mqtt, { ...options(), user: 'guest', password: 'guest', version: '5', qos: 1 });
    const error = await failureOf(deliver(connection, testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('permit the user to publish to the topic');
    await connection.close();
  });

  it('refuses an alert that is too large, and no other', async () => {
    const smallPort = await freePort();
    writeFileSync(file('small.conf'), `allow_anonymous true\nlistener ${smallPort} 127.0.0.1\nmax_packet_size 2000\n`);
    small = new Program(command ?? '', '-c', file('small.conf'));
    await until(() => isListening(smallPort), 'another mosquitto');
    const common = { broker: `tcp://127.0.0.1:${smallPort}`, qos: 1 };
    for (const limits of [{ version: '5' }, { maxpacketsize: '2kB' }]) {
      const { delivered, dead } = await deliverAll(mqtt, { ...common, ...limits }, alerts);
      expect(delivered).toBe(alerts.length - dead.size);
      expect(new Set([...dead.values()].map((reason) => reason.replaceAll(/\d+/g, '#')))).toEqual(
        new Set(['The alert takes # bytes, and the MQTT broker at most #: raise its limit ']),
      );
    }
  });

  it('keeps the last alert for others', async () => {
    await deliverAll(mqtt, { ...options(), topic: 'kept', retained: true, qos: 1 }, [testAlert]);
    const late = await connectAsync(`mqtt://127.0.0.1:${port}`, { username: login.user, password: login.password });
    const kept = new Promise((resolve) => {
      late.once('message', (_, payload) => resolve(payload.toString()));
    });
    await late.subscribeAsync('kept');
    expect(await kept).toBe(testAlert.json);
    late.end(true);
  });

  it('is reached with TLS, if its certificate is trusted', async () => {
    const broker = `ssl://localhost:${tlsPort}`;
    const untrusted = await failureOf(connect(mqtt, { ...options(), broker }));
    expect(untrusted).toBeInstanceOf(MisconfiguredError);
    expect(String(untrusted)).toContain('its certificate is not trusted');
    const connection = await connect(mqtt, { ...options(), broker, qos: 1 }, { tls: { rejectUnauthorized: false } });
    await deliver(connection, testAlert);
    await connection.close();
  });

  it('ends a send that has no more time, and notices that a broker went away', async () => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(mqtt, options(), { lost: lost.resolve });
    const stopped = new Error('stopped');
    await expect(connection.deliver([testAlert], AbortSignal.abort(stopped))).rejects.toBe(stopped);
    await server.end();
    await lost.promise;
    expect(String(await failureOf(deliver(connection, testAlert)))).toContain('MQTT broker was closed');
    await connection.close();
    expect(String(await failureOf(connect(mqtt, options())))).toContain(`127.0.0.1:${port} failed (ECONNREFUSED)`);
    await start();
  });
});

/** As `mosquitto_passwd` writes it. */
function passwordHash(password: string): string {
  const [salt, rounds] = [Buffer.from('twelve bytes'), 101];
  const hash = pbkdf2Sync(password, salt, rounds, 64, 'sha512');
  return `$7$${rounds}$${salt.toString('base64')}$${hash.toString('base64')}`;
}
