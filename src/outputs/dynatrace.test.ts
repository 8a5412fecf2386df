import { describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { dynatrace } from './dynatrace.ts';
import { MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import type { HttpTransport } from './output.ts';
import { installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { bodyText, isHttpRequest } from './testing/wire-text.ts';

const options = { apitoken: 'swordfish', apiurl: 'https://abc.live.dynatrace.com/api' };
const alerts = Object.values(referenceAlerts);
const [first = testAlert, ...others] = alerts;

function body(alert: Alert): string {
  const encoded = dynatrace.configure(options, installation).encode([alert]);
  return isHttpRequest(encoded) ? bodyText(encoded) : '';
}

it('sends what Falcosidekick sends', () => {
  expect(body(testAlert)).toBe(
    `[{"timestamp":"2001-01-01T01:10:00Z","event.id":"${testAlert.uuid}","event.name":"Test rule","event.provider":"Falco",` +
      '"severity":"Debug","host.name":"test-host","log.source":"syscalls","content":{"output":"This is a test from falcosidekick",' +
      '"output_fields":{"proc.name":"falcosidekick","proc.tty":1234},"tags":["example","test"]},' +
      '"process.executable.name":"falcosidekick"}]\n',
  );
});

it('sends fields and tags by the names that Dynatrace has for them', () => {
  const outputFields = {
    'container.id': '77d156711504',
    'container.name': 'hello-world',
    'container.image': 'falcosecurity/falco:latest',
    'k8s.ns.name': 'falco',
    'k8s.pod.name': 'falco-khx2g',
    'k8s.pod.id': null,
    'ka.target.namespace': 'other',
    'proc.name': 'falcosidekick',
    'span.id': 1337,
  };
  const tags = ['T1055.008', 'T1059', 'example', 'mitre_discovery', 'mitre_execution', 'test'];
  const [log] = JSON.parse(body(changedAlert(testAlert, { outputFields, tags })));
  expect(Object.entries(log).slice(-9)).toEqual([
    ['mitre.technique', 'T1059'],
    ['mitre.tactic', 'mitre_execution'],
    ['container.id', '77d156711504'],
    ['container.name', 'hello-world'],
    ['container.image.name', 'falcosecurity/falco:latest'],
    ['k8s.namespace.name', 'falco'],
    ['k8s.pod.name', 'falco-khx2g'],
    ['process.executable.name', 'falcosidekick'],
    ['span.id', '1337'],
  ]);
});

it('leaves out fields of another type than text', () => {
  const outputFields = { 'container.id': 12345, 'container.name': true, 'proc.name': ['unexpected'], 'span.id': false };
  const [log] = JSON.parse(body(changedAlert(testAlert, { outputFields, tags: [] })));
  expect(Object.keys(log).slice(-2)).toEqual(['content', 'span.id']);
  expect(log['span.id']).toBe('false');
});

it.for(Object.entries(hostileAlerts))('stays within the limits for %s', ([, alert]) => {
  const [{ content, ...attributes }] = JSON.parse(body(alert));
  expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(512_000);
  for (const value of Object.values(attributes)) expect(Buffer.byteLength(String(value))).toBeLessThanOrEqual(32_000);
});

describe('the answer', () => {
  const answered = async (status: number, text: string, ...sent: Alert[]) => {
    const http: HttpTransport = { send: async () => ({ status, headers: {}, text }) };
    return deliver(await connect(dynatrace, options, { http }), first, ...sent);
  };
  const tooOld = (count: number, key = 'success') =>
    JSON.stringify({
      [key]: { code: 200, message: `${count} events were not ingested because of timestamp out of correct time range` },
    });

  it('204 is a success', async () => {
    await expect(answered(204, '')).resolves.toMatchObject({ status: 204 });
  });

  it.for(['success', 'details'])('200 tells how many are too old, which can only be the oldest (%s)', async (key) => {
    const error = await failureOf(answered(200, tooOld(2, key), ...others.toReversed()));
    if (!(error instanceof PartialDeliveryError)) throw error;
    const refused = [...error.failures.keys()].map(({ time }) => time);
    expect(refused).toEqual(['2001-01-01T01:10:00Z', '2023-03-03T03:03:03.000000003Z']);
    for (const failure of error.failures.values()) expect(failure).toBeInstanceOf(RejectedError);
  });

  it('200 for any other reason condemns nobody in particular', async () => {
    const text = '{"success":{"code":200,"message":"1 event was not ingested because it is odd"}}';
    expect(await failureOf(answered(200, text, ...others))).toBeInstanceOf(RejectedError);
    expect(await failureOf(answered(200, tooOld(1)))).toBeInstanceOf(RejectedError);
    expect(await failureOf(answered(200, tooOld(9), ...others))).toBeInstanceOf(RejectedError);
  });

  it('200 of somebody else is for the operator', async () => {
    expect(await failureOf(answered(200, '<html>'))).toBeInstanceOf(MisconfiguredError);
  });
});
