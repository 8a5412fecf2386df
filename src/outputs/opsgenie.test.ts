import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { opsgenie } from './opsgenie.ts';
import { opsgenieAlert } from './opsgenie-alert.ts';
import { installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const nothingAdded = { ...installation, consoleurl: undefined };

function request(options: object, alert: Alert = testAlert) {
  const encoded = opsgenie.configure({ apikey: 'swordfish', ...options }, nothingAdded).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('No request');
  return encoded;
}

it('posts what Falcosidekick posts, and an alias', () => {
  expect(bodyText(request({}))).toBe(
    '{"message":"This is a test from falcosidekick","entity":"Falcosidekick","description":"Test rule","details":{' +
      '"hostname":"test-host","priority":"Debug","proc_name":"falcosidekick","rule":"Test rule","source":"syscalls",' +
      '"tags":"example, test"},"priority":"P5","alias":"018f3a5e-7d2c-4b1a-9f00-000000000001"}\n',
  );
});

it.for([
  ['us', 'https://api.opsgenie.com/v2/alerts'],
  ['eu', 'https://api.eu.opsgenie.com/v2/alerts'],
  ['EU', 'https://api.eu.opsgenie.com/v2/alerts'],
] as const)('sends to the region %s', ([region, address]) => {
  expect(request({ region }).url.reveal()).toBe(address);
});

it.for([
  ['', testAlert.uuid],
  ['{{ .Rule }}', 'Test rule'],
  ['{{ index .OutputFields "missing" }}', testAlert.uuid],
] as const)('has of the alias %j the alias %j', ([alias, expected]) => {
  expect(JSON.parse(bodyText(request({ alias }))).alias).toBe(expected);
});

describe('an alert', () => {
  it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
    for (const added of [installation, nothingAdded]) {
      const { message, description, details } = opsgenieAlert(alert, undefined, added);
      expect(message.length).toBeLessThanOrEqual(130);
      expect(message.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(15_000);
      expect(Object.entries(details).flat().join('').length).toBeLessThanOrEqual(8000);
    }
  });

  it('has the whole text in its description where the message is cut, and the link last', () => {
    const output = 'x'.repeat(131);
    const { message, description } = opsgenieAlert(changedAlert(testAlert, { output }), undefined, installation);
    expect(message).toBe(`${'x'.repeat(125)}[...]`);
    expect(description).toBe(`Test rule\n\n${output}\n\nhttps://tiercel.example.com/alerts/${testAlert.uuid}`);
  });

  it('keeps the link of a text that is longer than a description', () => {
    const { description } = opsgenieAlert(
      changedAlert(testAlert, { output: 'x'.repeat(20_000) }),
      undefined,
      installation,
    );
    expect(description).toMatch(/x\[\.\.\.\]\n\nhttps:\/\/tiercel\.example\.com\/alerts\/[\w-]+$/);
  });

  it('has no tag of HTML', () => {
    const alert = changedAlert(testAlert, { output: '<img src=x onerror=alert(1)>', rule: '<a href="x">' });
    expect(JSON.stringify(opsgenieAlert(alert, undefined, installation))).not.toMatch(/<[a-z/!?]/i);
  });
});

describe('an answer', () => {
  const answered = async (answer: string | Error) =>
    deliver(await connect(opsgenie, { apikey: 'swordfish' }, { http: scripted(answer) }), testAlert);

  it('that promises to process is a delivery', async () => {
    const answer = '{"result":"Request will be processed","took":0.302,"requestId":"43a29c5c"}';
    await expect(answered(answer)).resolves.toMatchObject({ answer });
  });

  it.for(['', '<html>Sign in</html>', '{}'])('%j is not one of Opsgenie', async (text) => {
    expect(await failureOf(answered(text))).toBeInstanceOf(MisconfiguredError);
  });

  it('that refuses the form of the key is for the operator', async () => {
    const answer = '{"message":"Key format is not valid!","took":0.001,"requestId":"r"}';
    const error = await failureOf(answered(new RejectedError('422', { status: 422, answer })));
    expect(String(error)).toContain('check the options apikey and region');
  });

  it('that refuses the alert is final', async () => {
    const answer = '{"message":"Request body is not processable.","errors":{"message":"Message can not be empty."}}';
    const refusal = new RejectedError('422', { status: 422, answer });
    expect(await failureOf(answered(refusal))).toBe(refusal);
  });
});
