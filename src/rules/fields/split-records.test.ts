import { expect, it } from 'vitest';
import { bucketOpened, doorOpened, pushDenied, rootLogin } from '../testing/cloud-rules.ts';
import { findJsonSource, jsonSources } from './json-sources.ts';
import { defaultSplitLimits, type SplitLimits } from './split-events.ts';
import { splitRecords } from './split-records.ts';

const sources = jsonSources({ json: { time: '/at', records: '/doors' } });

function split(
  name: string,
  body: unknown,
  limits: Partial<SplitLimits> = {},
  members: Readonly<Record<string, string>> = {},
) {
  const source = findJsonSource(sources, name);
  if (!source) throw new Error(`There is no source ${name}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const options = { limits: { ...defaultSplitLimits, ...limits }, firstNumber: 5n, receivedNs: 9n, members };
  return splitRecords(text, source, options);
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

it.for<[what: string, source: string, body: unknown, count: number]>([
  ['files of CloudTrail', 'aws_cloudtrail', { Records: [rootLogin, rootLogin] }, 2],
  ['EventBridge', 'aws_cloudtrail', { 'detail-type': 'AWS API Call via CloudTrail', detail: rootLogin }, 1],
  ['the System Log of Okta', 'okta', [pushDenied(1), pushDenied(2)], 2],
  ['event hooks of Okta', 'okta', { eventType: 'com.okta.event_hook', data: { events: [pushDenied(1)] } }, 1],
  ['Cloud Logging', 'gcp_auditlog', [bucketOpened], 1],
  ['a push of Pub/Sub', 'gcp_auditlog', { message: { data: base64(bucketOpened) }, subscription: 's' }, 1],
  ['a pull of Pub/Sub', 'gcp_auditlog', [{ ackId: 'a', message: { data: base64(bucketOpened) } }], 1],
  ['pointers of our own', 'json', { doors: [doorOpened, doorOpened, doorOpened] }, 3],
  ['JSON laid out over lines', 'json', JSON.stringify(doorOpened, undefined, 2), 1],
  ['a record a line', 'json', `${JSON.stringify(doorOpened)}\n\n${JSON.stringify(doorOpened)}\r\n`, 2],
])('takes events out of %s', ([, source, body, count]) => {
  const { events, refusals } = split(source, body);
  expect(refusals).toEqual([]);
  expect(events.map(({ number }) => number)).toEqual([5n, 6n, 7n].slice(0, count));
  for (const event of events) {
    expect(event.timeNs).toBeGreaterThan(9n);
    expect(JSON.parse(event.text)).toEqual(JSON.parse(JSON.stringify(event.json)));
  }
});

it('is hurt in no other event by one that is none', () => {
  const large = { ...rootLogin, more: 'x'.repeat(300_000) };
  const { events, refusals } = split('aws_cloudtrail', {
    Records: [rootLogin, 7, large, { eventName: 'x' }, rootLogin],
  });
  expect(events).toHaveLength(2);
  expect(refusals.map(({ reason, item }) => [reason, item])).toEqual([
    ['unknown-kind', 1],
    ['too-large', 2],
    ['no-time', 3],
  ]);
  expect(split('json', `{"a":1}\n{"a":\n{"a":3}`)).toMatchObject({
    events: [{ text: '{"a":1}' }, { text: '{"a":3}' }],
    refusals: [{ reason: 'not-json', item: 1 }],
  });
  const notJson = { message: { data: Buffer.from('{').toString('base64') } };
  expect(split('gcp_auditlog', [notJson, bucketOpened])).toMatchObject({
    events: [{}],
    refusals: [{ reason: 'not-json', item: 0 }],
  });
});

it.for<[body: string, limits: Partial<SplitLimits>, reason: string]>([
  ['{', {}, 'not-json'],
  ['', {}, 'not-json'],
  ['7', {}, 'unknown-kind'],
  ['[[[[1]]]]', { maxDepth: 3 }, 'not-json'],
  ['[{},{}]', { maxEvents: 1 }, 'too-many'],
])('refuses %j', ([body, limits, reason]) => {
  expect(split('json', body, limits).refusals).toMatchObject([{ reason }]);
});

it('puts into a record what came with it', () => {
  const [event] = split(
    'github',
    '{"id":12345678901234567890,"webhook_type":"old"}',
    {},
    { webhook_type: 'push' },
  ).events;
  expect(event?.text).toBe('{"id":12345678901234567890,"webhook_type":"push"}');
});

it('looks at no more records than there may be', () => {
  const numbers = Array.from({ length: 1000 }, () => 7);
  const { refusals } = split('github', numbers, { maxEvents: 2 });
  expect(refusals.map(({ reason, item }) => [reason, item])).toEqual([
    ['unknown-kind', 0],
    ['unknown-kind', 1],
    ['too-many', 2],
  ]);
});
