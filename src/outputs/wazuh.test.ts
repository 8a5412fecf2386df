import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DeliveryError, MisconfiguredError, PartialDeliveryError, RejectedError, ThrottledError } from './errors.ts';
import type { HttpRequest } from './output.ts';
import { installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';
import { wazuh } from './wazuh.ts';

const options = { hostport: 'https://wazuh:55000/', user: 'falco', password: 'swordfish' };
const [first = testAlert, second = testAlert, third = testAlert] = Object.values(referenceAlerts);
const basic = `Basic ${Buffer.from('falco:swordfish').toString('base64')}`;

const token = (name: string) => `{"data":{"token":"${name}"},"error":0}`;
const fine = '{"data":{"affected_items":[],"total_failed_items":0,"failed_items":[]},"message":"All","error":0}';
const unauthorized = () => new MisconfiguredError('answered 401', { status: 401 });

function seen({ url, headers, body }: HttpRequest) {
  const { Authorization: value } = headers ?? {};
  return [url.reveal(), typeof value === 'object' ? value.reveal() : value, body !== undefined];
}

const authenticating = ['https://wazuh:55000/security/user/authenticate', basic, false];
const sending = (name: string) => ['https://wazuh:55000/events', `Bearer ${name}`, true];

describe('the token', () => {
  it('is asked for once', async () => {
    const http = scripted(token('a'), fine, fine);
    const connection = await connect(wazuh, options, { http });
    await deliver(connection, first);
    await deliver(connection, second);
    expect(http.requests.map(seen)).toEqual([authenticating, sending('a'), sending('a')]);
  });

  it('is renewed when it is refused', async () => {
    const http = scripted(token('a'), fine, unauthorized(), token('b'), fine);
    const connection = await connect(wazuh, options, { http });
    await deliver(connection, first);
    await deliver(connection, second);
    expect(http.requests.slice(2).map(seen)).toEqual([sending('a'), authenticating, sending('b')]);
  });

  it('is not asked for again where it is new', async () => {
    const http = scripted(token('a'), unauthorized(), token('b'), fine);
    const connection = await connect(wazuh, options, { http });
    expect(await failureOf(deliver(connection, first))).toMatchObject({ status: 401 });
    expect(http.requests).toHaveLength(2);
    await deliver(connection, first);
    expect(http.requests.map(seen).at(-1)).toEqual(sending('b'));
  });

  it.for([unauthorized(), 'not JSON', '{"data":{}}'])(
    'is for the operator to get where %s is the answer',
    async (answer) => {
      const connection = await connect(wazuh, options, { http: scripted(answer) });
      const error = await failureOf(deliver(connection, first));
      expect(error).toBeInstanceOf(MisconfiguredError);
      expect(inspect(error, { depth: 5 })).not.toContain('swordfish');
    },
  );
});

describe('the answer', () => {
  const answered = async (answer: string | Error) =>
    deliver(await connect(wazuh, options, { http: scripted(token('a'), answer) }), first, second, third);
  const failuresOf = async (answer: string) => {
    const error = await failureOf(answered(answer));
    if (!(error instanceof PartialDeliveryError)) throw error;
    return [...error.failures].map(([{ uuid }, failure]) => [uuid, failure.name]);
  };
  const failed = (code: number, ...alerts: (typeof first)[]) => ({
    error: { code, message: 'no' },
    id: alerts.map(({ json }) => json),
  });

  it('is a success if it says so', async () => {
    await expect(answered(fine)).resolves.toMatchObject({ status: 200 });
  });

  it('says of each event what became of it', async () => {
    const data = { affected_items: [first.json], failed_items: [failed(1014, second), failed(1012, third)] };
    expect(await failuresOf(JSON.stringify({ data, message: 'Some', error: 2 }))).toEqual([
      [second.uuid, 'DeliveryError'],
      [third.uuid, 'RejectedError'],
    ]);
  });

  it('is believed as far as it goes', async () => {
    const whole = JSON.stringify({ data: { affected_items: [first.json, second.json], failed_items: [] } });
    expect(await failuresOf(whole.slice(0, whole.indexOf(second.uuid) + 60))).toEqual([[third.uuid, 'DeliveryError']]);
    const none = JSON.stringify({
      data: { affected_items: [], total_affected_items: 0, failed_items: [failed(1, first)] },
    });
    expect(await failuresOf(none.slice(0, -9))).toHaveLength(3);
  });

  it.for([
    ['{"data":{"failed_items":[]},"error":1}', DeliveryError],
    ['<html>', MisconfiguredError],
    ['{}', MisconfiguredError],
  ] as const)('%s is a failure', async ([text, kind]) => {
    expect(await failureOf(answered(text))).toHaveProperty('name', new kind('').name);
  });

  it('asks for a minute where there were too many requests', async () => {
    const details = { status: 429, answer: '{"title":"Too many","detail":"Maximum","error":6005}' };
    const error = await failureOf(answered(new DeliveryError('answered 429', details)));
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 60_000 });
    const other = await failureOf(answered(new DeliveryError('answered 429', { status: 429, answer: 'proxy' })));
    expect(other).not.toBeInstanceOf(ThrottledError);
    expect(await failureOf(answered(new RejectedError('answered 400', { status: 400 })))).toBeInstanceOf(RejectedError);
  });
});

it.for(Object.entries(hostileAlerts))('makes an event of %s that analysisd takes', ([, alert]) => {
  const encoded = wazuh.configure(options, installation).encode([alert]);
  const [event] = JSON.parse(isHttpRequest(encoded) ? bodyText(encoded) : '').events;
  expect(Buffer.byteLength(event)).toBeLessThanOrEqual(60_000);
  expect(JSON.parse(event)).toMatchObject({ uuid: alert.uuid });
});
