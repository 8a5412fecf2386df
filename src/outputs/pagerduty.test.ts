import { describe, expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import type { Installation } from './output.ts';
import { pagerduty } from './pagerduty.ts';
import { alertFrom, installation, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { isHttpRequest } from './testing/wire-text.ts';

const nothingAdded: Installation = { ...installation, consoleurl: undefined };
const options = { routingkey: 'R00TINGKEYswordfish0000000000000' };

function sent(alert: Alert, more: object = {}, added = nothingAdded): { url: string; type: string; text: string } {
  const encoded = pagerduty.configure({ ...options, ...more }, added).encode([alert]);
  if (!isHttpRequest(encoded) || !encoded.body || !('bytes' in encoded.body)) throw new TypeError('No bytes');
  const { bytes, type } = encoded.body;
  return { url: encoded.url.reveal(), type, text: Buffer.from(bytes).toString() };
}

function event(alert: Alert, more: object = {}, added = nothingAdded) {
  return JSON.parse(sent(alert, more, added).text);
}

it('posts what Falcosidekick posts, with the severity of the priority, a key and all details', () => {
  const json =
    '{"output":"This is a test from falcosidekick","priority":"Debug","rule":"Test rule","hostname":"test-host",' +
    '"time":"2001-01-01T01:10:00Z","output_fields":{"hostname":"test-host","proc.name":"falcosidekick","proc.tty":1234}}';
  expect(sent(alertFrom(json))).toEqual({
    url: 'https://events.pagerduty.com/v2/enqueue',
    type: 'application/json',
    text:
      '{"routing_key":"R00TINGKEYswordfish0000000000000","event_action":"trigger",' +
      '"dedup_key":"018f3a5e-7d2c-4b1a-9f00-000000000001","payload":{"summary":"This is a test from falcosidekick",' +
      '"source":"falco","severity":"info","timestamp":"2001-01-01T01:10:00Z","custom_details":{"hostname":"test-host",' +
      '"priority":"Debug","proc.name":"falcosidekick","proc.tty":1234,"rule":"Test rule","source":"internal"}}}',
  });
});

it.for(['eu', 'EU'])('sends to Europe with the region %s', (region) => {
  expect(sent(testAlert, { region }).url).toBe('https://events.eu.pagerduty.com/v2/enqueue');
});

it('keeps the text of numbers, and escapes as Go does', () => {
  const fields = '{"evt.time":1507591916746609046,"a":"<x>"}';
  const json = `{"output":"o","priority":"Error","rule":"r","time":"2001-01-01T01:10:00Z","output_fields":${fields}}`;
  expect(sent(alertFrom(json)).text).toContain(
    String.raw`"custom_details":{"a":"\u003cx\u003e","evt.time":1507591916746609046,`,
  );
});

it('links to the alert where the console has an address', () => {
  const link = `https://tiercel.example.com/alerts/${testAlert.uuid}`;
  expect(event(testAlert, {}, { ...nothingAdded, consoleurl: 'https://tiercel.example.com' })).toMatchObject({
    client: 'Tiercel',
    client_url: link,
  });
});

describe('the key', () => {
  it.for([
    ['', testAlert.uuid],
    ['{{ .Rule }} on {{ .Hostname }}', 'Test rule on test-host'],
    ['{{ if eq .Rule "other" }}x{{ end }}', testAlert.uuid],
    ['{{ .Nothing }}', testAlert.uuid],
    ['{{ .Rule }} {{ index .OutputFields "k8s.ns.name" }}', testAlert.uuid],
  ] as const)('of %j is %j', ([dedupkey, key]) => {
    expect(event(testAlert, { dedupkey }).dedup_key).toBe(key);
  });

  it('has at most 255 characters', () => {
    const long = changedAlert(testAlert, { rule: 'r'.repeat(300) });
    expect(event(long, { dedupkey: '{{ .Rule }}' }).dedup_key).toMatch(/^r{250}\[\.\.\.\]$/);
  });
});

it.for(Object.entries(hostileAlerts))('keeps the limits for %s', ([, alert]) => {
  const { text } = sent(alert);
  expect(Buffer.byteLength(text)).toBeLessThan(512_000);
  expect(JSON.parse(text).payload.summary.length).toBeLessThanOrEqual(1024);
});

it('says of details that were cut that there are more', () => {
  const text = 'x'.repeat(100_000);
  const json = JSON.stringify(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`field.${at}`, text])));
  const alert = alertFrom(
    `{"output":"o","priority":"Error","rule":"r","time":"2001-01-01T01:10:00Z","output_fields":${json}}`,
  );
  expect(event(alert).payload.custom_details).toMatchObject({ '[...]': 'more fields', rule: 'r', priority: 'Error' });
});

describe('an answer', () => {
  const answered = async (answer: string | Error) =>
    deliver(await connect(pagerduty, options, { http: scripted(answer) }), testAlert);

  it('202 is a delivery', async () => {
    await expect(answered('{"status":"success","message":"Event processed"}')).resolves.toMatchObject({ status: 200 });
  });

  it('that refuses the key is for the operator', async () => {
    const answer = `{"status":"invalid event","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}`;
    const error = await failureOf(answered(new RejectedError('400', { status: 400, answer })));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('check the option routingkey');
  });

  it('that refuses the event is final', async () => {
    const answer = `{"status":"invalid event","errors":["'payload.severity' is invalid"]}`;
    const refusal = new RejectedError('400', { status: 400, answer });
    expect(await failureOf(answered(refusal))).toBe(refusal);
  });
});
