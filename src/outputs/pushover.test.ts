import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import type { HttpRequest } from './output.ts';
import { pushover } from './pushover.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { isHttpRequest } from './testing/wire-text.ts';

const options = { token: 'T-swordfish', userkey: 'U-swordfish' };

function bytesOf({ body }: HttpRequest): string {
  return body && 'bytes' in body ? Buffer.from(body.bytes).toString() : '';
}

function message(alert: Alert, more: object = {}) {
  const encoded = pushover.configure({ ...options, ...more }, installation).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('No request');
  return Object.fromEntries(new URLSearchParams(bytesOf(encoded)));
}

it('sends token and user beside the message', () => {
  expect(message(testAlert, { device: 'phone', sound: 'siren' })).toMatchObject({
    token: 'T-swordfish',
    user: 'U-swordfish',
    title: '[Debug] Test rule',
    priority: '-2',
    timestamp: '978311400',
    url: `https://tiercel.example.com/alerts/${testAlert.uuid}`,
    device: 'phone',
    sound: 'siren',
  });
});

it('rings again only for an emergency, as told', () => {
  const emergency = changedAlert(testAlert, { priority: 'Emergency' });
  expect(message(emergency, { retry: '2m', expire: '3h' })).toMatchObject({
    priority: '2',
    retry: '120',
    expire: '10800',
  });
  expect(message(changedAlert(testAlert, { priority: 'Alert' }))).not.toHaveProperty('retry');
});

it.for([
  [{ retry: '29s' }, /at least 30s/],
  [{ expire: '3h1s' }, /at most 3h/],
] as const)('refuses %j', ([more, problem]) => {
  expect(() => pushover.configure({ ...options, ...more }, installation)).toThrow(problem);
});

it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
  const { title, message: text } = message(alert);
  expect(title?.length).toBeLessThanOrEqual(250);
  expect(text?.length).toBeLessThanOrEqual(1024);
  expect(text).toContain('Priority: Error');
});

describe('an answer', () => {
  const answered = async (answer: string | Error) =>
    deliver(await connect(pushover, options, { http: scripted(answer) }), testAlert);

  it('with status 1 is a delivery', async () => {
    await expect(answered('{"status":1,"request":"647d2300"}')).resolves.toMatchObject({ status: 200 });
  });

  it('with another status is a refusal', async () => {
    const error = await failureOf(answered('{"status":0,"errors":["message cannot be blank"],"request":"r"}'));
    expect(error).toBeInstanceOf(RejectedError);
    expect(String(error)).toContain('message cannot be blank');
  });

  it.for(['application token is invalid', 'user identifier is not a valid user', 'device name is not valid for user'])(
    'that says "%s" is for the operator',
    async (text) => {
      const answer = JSON.stringify({ user: 'invalid', errors: [text], status: 0, request: 'r' });
      const error = await failureOf(answered(new RejectedError('400', { status: 400, answer })));
      expect(error).toBeInstanceOf(MisconfiguredError);
    },
  );

  it('429 says that the month is used up', async () => {
    const error = await failureOf(answered(new DeliveryError('429', { status: 429, answer: '{"status":0}' })));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('buy more, or wait');
  });

  it.for(['', '<html></html>', '{}'])('%j is not one of Pushover', async (text) => {
    expect(await failureOf(answered(text))).toBeInstanceOf(MisconfiguredError);
  });
});
