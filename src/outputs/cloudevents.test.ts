import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedAlert } from '#alert/alert.ts';
import { cloudevents } from './cloudevents.ts';
import { DeliveryError } from './errors.ts';
import type { HttpRequest } from './output.ts';
import { installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf, scripted } from './testing/connect.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const address = 'https://events.example.com';
const alerts = Object.values(referenceAlerts);

function request(options: object = {}, alert = testAlert): HttpRequest {
  const encoded = cloudevents.configure({ address, ...options }, installation).encode([alert]);
  if (!isHttpRequest(encoded)) throw new TypeError('It is no request');
  return encoded;
}

function header(name: string, alert = testAlert, extensions = {}): unknown {
  return request({ extensions }, alert).headers?.[`ce-${name}`];
}

it('sends what Falcosidekick sends, with the uuid of the alert as id', () => {
  expect(request()).toMatchObject({
    headers: {
      'ce-specversion': '1.0',
      'ce-id': testAlert.uuid,
      'ce-source': 'https://falco.org',
      'ce-type': 'falco.rule.output.v1',
      'ce-time': '2001-01-01T01:10:00Z',
      'ce-priority': 'Debug',
      'ce-rule': 'Test rule',
      'ce-eventsource': 'syscalls',
      'ce-hostname': 'test-host',
    },
    body: { text: testAlert.json, type: 'application/json' },
  });
});

it.for([
  ['2026-11-25T01:00:00.5+02:00', '2026-11-24T23:00:00.5Z'],
  ['2026-11-24T16:31:56.746609046Z', '2026-11-24T16:31:56.746609046Z'],
  ['2026-12-31T23:30:00.000000001-01:00', '2027-01-01T00:30:00.000000001Z'],
  ['9999-12-31T23:59:59-23:59', '9999-12-31T23:59:59-23:59'],
] as const)('gives the time %s in UTC', ([time, utc]) => {
  expect(header('time', changedAlert(testAlert, { time }))).toBe(utc);
});

it.for([
  ['100 % "sure"', '100 %25 %22sure%22'],
  ['a\r\nce-type: b', 'a%EF%BF%BD%EF%BF%BDce-type: b'],
  [' änn ', '%20%C3%A4nn%20'],
  ['🦅', '%F0%9F%A6%85'],
] as const)('writes the rule %j into a header', ([rule, written]) => {
  expect(header('rule', changedAlert(testAlert, { rule }))).toBe(written);
});

it('cuts attributes to what headers have room for', () => {
  const rule = '€'.repeat(10_000);
  expect(String(header('rule', changedAlert(testAlert, { rule }))).length).toBeLessThan(2400);
  expect(header('rule', changedAlert(testAlert, { rule }))).toMatch(/\[\.\.\.\]$/);
});

describe('extensions', () => {
  it('are added, in lower case, and encoded', () => {
    expect(header('region', testAlert, { Region: 'Århus' })).toBe('%C3%85rhus');
  });

  it('may stand for what the event says', () => {
    expect(header('rule', testAlert, { rule: 'mine' })).toBe('mine');
  });

  it.for(['', 'two words', 'a-b', 'ID', 'data'])('cannot be named %j', (name) => {
    expect(() => request({ extensions: { [name]: 'x' } })).toThrow(z.ZodError);
  });
});

it('writes one JSON document', () => {
  const encoded = request({ mode: 'structured', extensions: { region: 'Århus' } });
  expect(encoded.body).toMatchObject({ type: 'application/cloudevents+json; charset=utf-8' });
  expect(bodyText(encoded)).toBe(
    `{"specversion":"1.0","id":"${testAlert.uuid}","source":"https://falco.org","type":"falco.rule.output.v1",` +
      '"time":"2001-01-01T01:10:00Z","priority":"Debug","rule":"Test rule","eventsource":"syscalls",' +
      `"hostname":"test-host","region":"Århus","datacontenttype":"application/json","data":${testAlert.json}}`,
  );
});

it('sends several as a list, of which one answer speaks for all', async () => {
  const http = scripted('', new DeliveryError('events.example.com answered 503', { status: 503 }));
  const connection = await connect(cloudevents, { address, mode: 'batched' }, { http });
  await deliver(connection, testAlert, ...alerts);
  const [sent] = http.requests;
  const events = z.array(z.looseObject({ id: z.string() })).parse(JSON.parse(sent ? bodyText(sent) : ''));
  expect(events.map(({ id }) => id)).toEqual([testAlert, ...alerts].map(({ uuid }) => uuid));
  expect(await failureOf(deliver(connection, testAlert))).toMatchObject({ status: 503 });
});

it('takes batches only as a list', () => {
  const batchOf = (mode: string) => cloudevents.configure({ address, mode }, installation).batch;
  expect([batchOf('binary'), batchOf('structured')]).toEqual([undefined, undefined]);
  expect(batchOf('batched')).toEqual({ maxAlerts: 100, maxBytes: 1_000_000 });
});
