import { describe, expect, it } from 'vitest';
import { DeliveryError, RejectedError } from './errors.ts';
import { splunk } from './splunk.ts';
import { installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const host = 'https://splunk:8088';
const [first = testAlert, ...others] = Object.values(referenceAlerts);

function request(options: object = {}) {
  const encoded = splunk.configure({ host, ...options }, installation).encode([first, ...others]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

it('sends events one after another, with their times', () => {
  const lines = bodyText(request()).trimEnd().split('\n');
  expect(lines).toHaveLength(1 + others.length);
  expect(lines[0]).toBe(`{"event":${first.json},"sourcetype":"falcosidekick","time":978311400.000}`);
  expect(lines[1]).toMatch(/"time":1795537916\.746\}$/);
});

it.for([
  ['https://splunk:8088', 'https://splunk:8088/services/collector/event'],
  ['https://splunk:8088/', 'https://splunk:8088/services/collector/event'],
  ['https://splunk:8088/services/collector', 'https://splunk:8088/services/collector'],
  ['https://u:p@splunk:8088', 'https://u:p@splunk:8088/services/collector/event'],
] as const)('posts to the collector at %s', ([url, target]) => {
  expect(request({ host: url }).url.reveal()).toBe(target);
});

it('sends a token if it has one', () => {
  expect(request().headers).toBeUndefined();
  const { Authorization } = request({ token: 'swordfish' }).headers ?? {};
  expect(typeof Authorization === 'object' && Authorization.reveal()).toBe('Splunk swordfish');
});

describe('the answer', () => {
  const answered = async (answer: string | Error) =>
    deliver(await connect(splunk, { host }, { http: scripted(answer) }), first, ...others);

  it.for(['{"text":"Success","code":0}', '{"text":"Success","code":0,"ackId":7}', ''])(
    '%j is a success',
    async (text) => {
      await expect(answered(text)).resolves.toMatchObject({ status: 200 });
    },
  );

  it.for([
    ['{"text":"HEC is healthy","code":17}', 'MisconfiguredError', /not that for health/],
    ['{"text":"Invalid token","code":4}', 'MisconfiguredError', /check token/],
    ['{"text":"Server is busy","code":9}', 'DeliveryError', /Server is busy \(code 9\)/],
    ['{"text":"Invalid data format","code":6,"invalid-event-number":1}', 'RejectedError', /code 6/],
    ['{"text":"Later version says","code":99}', 'DeliveryError', /code 99/],
    ['<html>Log in</html>', 'MisconfiguredError', /check the option host/],
    ['{"ok":true}', 'MisconfiguredError', /check the option host/],
  ] as const)('200 with %j is a failure', async ([text, kind, message]) => {
    const error = await failureOf(answered(text));
    expect(error).toHaveProperty('name', kind);
    expect(String(error)).toMatch(message);
  });

  it.for([
    [400, '{"text":"Incorrect index","code":7,"invalid-event-number":0}', 'MisconfiguredError'],
    [400, '{"text":"Data channel is missing","code":10}', 'MisconfiguredError'],
    [400, '{"text":"Invalid data format","code":6}', 'RejectedError'],
    [503, '{"text":"Server is busy","code":9}', 'DeliveryError'],
    [404, '{"text":"Invalid token","code":21}', 'MisconfiguredError'],
    [500, 'no JSON', 'DeliveryError'],
  ] as const)('%i with %j is what its code says', async ([status, answer, kind]) => {
    const plain = status === 400 ? RejectedError : DeliveryError;
    const error = await failureOf(answered(new plain(`answered ${status}`, { status, answer })));
    expect(error).toHaveProperty('name', kind);
    expect(error).toMatchObject({ status, answer });
  });
});
