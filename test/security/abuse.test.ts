import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { defaultConnectionLimits } from '#sources/limits.ts';
import { gzipOfBlanks, jsonBombs, prototypeAlerts } from './bombs.ts';
import { RawConnection } from './raw-connection.ts';
import { RunningTiercel, until } from './running-tiercel.ts';
import { SlowSenders } from './slow-senders.ts';
import { refusedRequests } from './smuggling-vectors.ts';

/**
 * What somebody on the network can do to the port of alerts, against the real process. A thousand slow senders are
 * there from the beginning to the end, so that everything else happens, and honest senders are served, in spite of them.
 */

const slowConnections = 1000;
const { headersTimeoutMs, requestTimeoutMs, checkIntervalMs } = defaultConnectionLimits;
/** When the last slow sender is cut at the latest, with time for a machine that is busy with other tests. */
const cutWithinMs = Math.max(headersTimeoutMs, requestTimeoutMs) + 2 * checkIntervalMs + 30_000;

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-abuse-'));
let tiercel: RunningTiercel;
let slow: SlowSenders;
let honest = 0;

beforeAll(async () => {
  const file = path.join(folder, 'tiercel.yaml');
  const configuration = {
    listenaddress: '127.0.0.1',
    listenport: 0,
    console: { listenaddress: '127.0.0.1', listenport: 0 },
    journal: { path: path.join(folder, 'journal') },
    log: { format: 'json' },
    outputs: [{ type: 'file', name: 'file', path: path.join(folder, 'alerts.json') }],
  };
  writeFileSync(file, stringify(configuration));
  tiercel = await RunningTiercel.start(file);
  slow = await SlowSenders.start(tiercel.port, slowConnections);
});

afterAll(async () => {
  slow.stop();
  await tiercel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function post(body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const init = typeof body === 'string' ? { body } : { body: new Uint8Array(body) };
  const response = await fetch(tiercel.falco, { method: 'POST', headers, ...init });
  await response.text();
  return response.status;
}

/** An honest alert is kept, whatever went before. */
async function expectService(): Promise<void> {
  const alert = { output: 'o', priority: 'Error', rule: 'honest', time: '2026-11-24T10:00:00Z' };
  expect(await post(JSON.stringify({ ...alert, output_fields: { number: ++honest } }))).toBe(200);
}

async function alertsOf(rule: string): Promise<string> {
  return (await fetch(`${tiercel.console}/api/v1/alerts?limit=1000&query=rule:${rule}`)).text();
}

/** Resident memory of the process. */
function mebibytes(): number {
  const status = readFileSync(`/proc/${tiercel.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

describe('a request that could be taken apart in two ways is refused, and the connection ends', () => {
  it.for(Object.entries(refusedRequests))('%s', async ([, bytes]) => {
    const connection = await RawConnection.open(tiercel.port);
    connection.write(bytes);
    await connection.untilClosed();
    expect(connection.statuses).toHaveLength(1);
    expect([400, 413, 431, 505]).toContain(connection.statuses[0]);
  });

  it('and nothing of it was taken for an alert', async () => {
    await expectService();
    expect(await alertsOf('smuggled')).toContain('{"alerts":[],');
  });
});

describe('a bomb is answered, costs no memory for good, and keeps nobody from being served', () => {
  it.for(Object.keys(jsonBombs()))('%s', async (name) => {
    const bomb = jsonBombs()[name] ?? '';
    const isGzip = name.startsWith('gzip');
    const answers = [post(bomb, isGzip ? { 'Content-Encoding': 'gzip' } : {}), expectService()];
    const [status] = await Promise.all(answers);
    expect([200, 400, 413]).toContain(status);
    await expectService();
  });

  it('gzip a thousandfold, twenty times at once', async () => {
    const before = mebibytes();
    const bomb = await gzipOfBlanks(512);
    const bombs = Array.from({ length: 20 }, async () => post(bomb, { 'Content-Encoding': 'gzip' }));
    await Promise.all([...bombs, expectService()]);
    expect(new Set(await Promise.all(bombs))).toEqual(new Set([413]));
    expect(mebibytes() - before).toBeLessThan(512);
    await expectService();
  });
});

it('takes names that mean something to JavaScript for names', async () => {
  const statuses: number[] = [];
  for (const alert of prototypeAlerts) statuses.push(await post(alert));
  expect(statuses).toEqual([400, 400, 200, 200, 200]);
  expect(await post('{"output":"o"}')).toBe(400);
  expect(await alertsOf('polluted')).toContain('{"alerts":[],');
  expect(await alertsOf('prototypes')).toContain('"__proto__":{"polluted":"yes"}');
  await expectService();
});

it('lets a connection that pipelines and never reads wait, and holds little of it', async () => {
  const before = mebibytes();
  const floods = await Promise.all(Array.from({ length: 10 }, async () => RawConnection.open(tiercel.port)));
  const requests = ['/metrics', '/readyz'].map((pathname) => `GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
  for (const flood of floods) {
    flood.pause();
    flood.write(requests.join('').repeat(1000));
  }
  for (let round = 0; round < 20; round++) await expectService();
  expect(mebibytes() - before).toBeLessThan(256);
  for (const flood of floods) flood.leave();
  await expectService();
});

it('answers a flood of small requests in their order', async () => {
  const connection = await RawConnection.open(tiercel.port);
  connection.write('GET /ping HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(300));
  await until(() => connection.statuses.length === 600, 'all are answered');
  for (const parity of [0, 1]) {
    const statuses = connection.statuses.filter((_, at) => at % 2 === parity);
    expect(new Set(statuses)).toEqual(new Set([parity === 0 ? 200 : 400]));
  }
  connection.leave();
});

it('goes on while a thousand senders come and go in the middle of a request', async () => {
  for (let round = 0; round < 10; round++) {
    const senders = await Promise.all(Array.from({ length: 100 }, async () => RawConnection.open(tiercel.port)));
    for (const sender of senders) sender.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{');
    for (const sender of senders) sender.leave();
    await expectService();
  }
});

it(
  'cuts every slow sender in the end, and served the others meanwhile',
  async () => {
    while (slow.open > 0 && slow.ageMs < cutWithinMs) {
      await expectService();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    console.log(`${slowConnections} slow senders were cut after ${Math.round(slow.ageMs / 1000)} s`);
    expect(slow.open).toBe(0);
    expect(honest).toBeGreaterThan(60);
    expect(await alertsOf('slow')).toContain('{"alerts":[],');
    expect(tiercel.isRunning).toBe(true);
    expect(tiercel.log).not.toMatch(/"level":"(?:error|fatal)"/);
  },
  2 * cutWithinMs,
);
