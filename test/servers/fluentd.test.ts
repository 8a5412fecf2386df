import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError } from '#outputs/errors.ts';
import { fluentd } from '#outputs/fluentd.ts';
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
import { allAlerts, deliverAll } from './deliver.ts';

const [receiver, logger] = [findServer('fluentforward'), findServer('fluent-logger')];
const folder = temporaryFolder();
const file = path.join(folder, 'received');
const event = z.object({ fields: z.looseObject({ uuid: z.string() }), time: z.unknown(), tag: z.string().optional() });
const received = () =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => event.parse(JSON.parse(line)));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

let port: number;
let server: Program | undefined;

async function start(command: string, ...parameters: string[]): Promise<void> {
  server = new Program(command, ...parameters);
  await until(() => isListening(port), command);
}

describe.skipIf(receiver === undefined)("OpenTelemetry's receiver", { timeout: 60_000 }, () => {
  const startReceiver = () => start(receiver ?? '', `127.0.0.1:${port}`, file);

  beforeAll(async () => {
    port = await freePort();
    writeFileSync(file, '');
    await startReceiver();
  });

  afterAll(() => server?.end());

  it('has every alert, with all it holds and the nanosecond it is of', async () => {
    const alerts = Object.values(allAlerts);
    const { dead } = await deliverAll(fluentd, { address: `127.0.0.1:${port}` }, alerts);
    expect(dead).toEqual(new Map());
    const byUuid = new Map(received().map((one) => [one.fields.uuid, one]));
    expect(received()).toHaveLength(alerts.length);
    for (const alert of alerts) {
      expect(byUuid.get(alert.uuid)?.fields).toEqual(Object.assign(asRead(alert), { 'fluent.tag': 'falco' }));
    }
    const shell = allAlerts['shell in a container']?.uuid ?? '';
    expect(byUuid.get(shell)?.time).toBe('2026-11-24T16:31:56.746609046Z');
    expect(readFileSync(file, 'utf8')).toContain('"evt.time":1795537916746609046');
  });

  it('that is killed twice has every alert all the same', async () => {
    writeFileSync(file, '');
    const alerts = Array.from({ length: 4000 }, (_, index) =>
      changedAlert(testAlert, { uuid: `018f3a5e-0000-4000-8000-${String(index).padStart(12, '0')}` }),
    );
    const delivered = deliverAll(fluentd, { address: `127.0.0.1:${port}` }, alerts);
    for (const count of [100, 2000]) {
      await vi.waitFor(() => expect(received().length).toBeGreaterThan(count), { timeout: 20_000, interval: 1 });
      await server?.end();
      await startReceiver();
    }
    expect((await delivered).delivered).toBe(alerts.length);
    const uuids = received().map(({ fields }) => fields.uuid);
    expect([...new Set(uuids)]).toEqual(alerts.map(({ uuid }) => uuid));
    expect(uuids.length - alerts.length).toBeLessThanOrEqual(2 * 500);
  });

  it('that asks for no shared key is told from one that does', async () => {
    const options = { address: `127.0.0.1:${port}`, sharedkey: 'swordfish-key' };
    const error = await failureOf(connect(fluentd, options, { signal: AbortSignal.timeout(300) }));
    expect(String(error)).not.toContain('swordfish');
  });
});

/** No half of a character is one, and the receiver has texts for whole numbers of more than 63 bits, too. */
function asRead({ json }: Alert): object {
  const whole = json.replaceAll(/\\ud[89a-f][\da-f]{2}/g, '\ufffd');
  const texts = whole.replaceAll(/:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[,}])/g, (part, number: string) => {
    const isWide = /^\d+$/.test(number) && BigInt(number) > 2n ** 63n - 1n;
    return isWide || !Number.isFinite(Number(number)) ? `:"${number}"` : part;
  });
  return z.looseObject({}).parse(JSON.parse(texts));
}

describe.skipIf(logger === undefined).each([false, true])("Fluent's own server, with TLS %j", (isTls) => {
  const script = path.join(import.meta.dirname, 'fluent-logger.cjs');
  const full = { sharedkey: 'swordfish-key', username: 'falco', password: 'swordfish', tag: 'security.falco' };
  let tls: object;

  beforeAll(async () => {
    const { certfile, keyfile } = await makeCertificate(folder);
    tls = isTls ? { tls: true, cacertfile: certfile } : {};
    port = await freePort();
    writeFileSync(file, '');
    await start(logger ?? '', script, String(port), file, ...(isTls ? [certfile, keyfile] : []));
  });

  afterEach(() => writeFileSync(file, ''));
  afterAll(() => server?.end());

  const address = () => `localhost:${port}`;

  it('takes alerts from whom it knows', async () => {
    const connection = await connect(fluentd, { ...full, ...tls, address: address() });
    await deliver(connection, testAlert, testAlert);
    await deliver(connection, testAlert);
    await connection.close();
    await until(() => received().length === 3, 'the events');
    expect(received()).toMatchObject(Array(3).fill({ tag: 'security.falco', fields: { uuid: testAlert.uuid } }));
  });

  it.for([
    [{ sharedkey: 'sesame-wrong' }, /check sharedkey|closed/],
    [{ password: 'sesame-wrong' }, /check sharedkey, username and password/],
    [{ password: undefined }, /set username and password/],
  ] as const)('refuses %j, for the operator to mend', async ([wrong, remedy]) => {
    const error = await failureOf(connect(fluentd, { ...full, ...tls, ...wrong, address: address() }));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(String(error)).not.toMatch(/swordfish|sesame/);
  });

  it('is named where there is no shared key', async () => {
    const connection = await connect(fluentd, { ...tls, address: address() });
    const error = await failureOf(deliver(connection, testAlert));
    expect(String(error)).toMatch(/set sharedkey|asks for tls or sharedkey/);
    await connection.close();
  });
});
