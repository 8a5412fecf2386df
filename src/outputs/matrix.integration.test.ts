import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MisconfiguredError, ThrottledError } from './errors.ts';
import { matrix } from './matrix.ts';
import { alertFrom, referenceAlerts } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { fetching } from './testing/fetching.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { findServer, temporaryFolder } from './testing/programs.ts';
import { startHomeserver, type Homeserver } from './testing/synapse.ts';

const python = findServer('tiercel-synapse-python');
const folder = temporaryFolder();
const [first, second] = Object.values(referenceAlerts);
if (!first || !second) throw new Error('There are reference alerts');

let homeserver: Homeserver;
let token: string;
let roomid: string;

async function ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${homeserver.url}/_matrix/client/v3/${path}`, {
    method,
    headers: token === '' ? {} : { Authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return Object(await response.json());
}

async function register(username: string): Promise<string> {
  token = '';
  const user = await ask('POST', 'register', { username, password: 'sesame', auth: { type: 'm.login.dummy' } });
  return String(user['access_token']);
}

async function messages(): Promise<Record<string, unknown>[]> {
  const filter = encodeURIComponent('{"types":["m.room.message"]}');
  const { chunk } = await ask('GET', `rooms/${encodeURIComponent(roomid)}/messages?dir=f&limit=100&filter=${filter}`);
  return Array.isArray(chunk) ? chunk : [];
}

const connected = (changes: object = {}) =>
  connect(matrix, { hostport: homeserver.url, accesstoken: token, roomid, ...changes }, { http: fetching });

describe.skipIf(python === undefined)('a Matrix homeserver', () => {
  beforeAll(async () => {
    homeserver = await startHomeserver(python ?? '', folder);
    token = await register('falco');
    roomid = String((await ask('POST', 'createRoom', { preset: 'private_chat' }))['room_id']);
  }, 60_000);

  afterAll(async () => {
    await homeserver.program.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has an alert once, though it was sent twice', async () => {
    const connection = await connected();
    const receipt = await deliver(connection, first);
    expect(await deliver(connection, first)).toEqual(receipt);
    await deliver(connection, second);
    const contents = (await messages()).map(({ content }) => content);
    expect(contents).toHaveLength(2);
    expect(contents[1]).toMatchObject({
      msgtype: 'm.text',
      body: expect.stringContaining('proc.cmdline: bash -c "echo a & b > /tmp/<x>"'),
      formatted_body: expect.stringContaining('&lt;x&gt;'),
      'm.mentions': {},
    });
  });

  it('takes the longest alerts', async () => {
    const connection = await connected();
    const longest = [hostileAlerts['a text of a megabyte'], hostileAlerts['control characters']];
    for (const [index, alert] of longest.entries()) {
      if (!alert) throw new Error('There is no such alert');
      const receipt = await deliver(connection, alertFrom(alert.json, `018f3a5e-7d2c-4b1a-9f00-0000000001${index}0`));
      expect(receipt).toMatchObject({ status: 200 });
    }
  });

  it('says how long to wait when it is too much', async () => {
    const connection = await connected();
    const failures: unknown[] = [];
    for (let index = 0; index < 6 && failures.length === 0; index++) {
      const alert = alertFrom(first.json, `018f3a5e-7d2c-4b1a-9f00-0000000002${index}0`);
      await deliver(connection, alert).catch((error: unknown) => failures.push(error));
    }
    expect(failures[0]).toBeInstanceOf(ThrottledError);
    expect(failures[0]).toMatchObject({ status: 429, retryAfterMs: expect.any(Number) });
  });

  it.for([
    ['a wrong token', { accesstoken: 'sesame' }, /check the option accesstoken/],
    ['a room that is not there', { roomid: '!nowhere:localhost' }, /invite the user to the room/],
    ['what is no id of a room', { roomid: '!nowhere' }, /check|invite/],
  ] as const)('refuses %s, for the operator to mend', async ([, changes, remedy]) => {
    const error = await failureOf(deliver(await connected(changes), first));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
  });
});
