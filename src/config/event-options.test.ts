import { expect, it } from 'vitest';
import { RecentFailures } from '#rules/fields/okta-failures.ts';
import { cloudRules } from '#rules/testing/cloud-rules.ts';
import { load, problemsOf } from './testing/load.ts';

it('reads how events come in', async () => {
  const yaml = [
    'events:',
    '  token: t',
    '  maxbody: 100MiB',
    '  maxevent: 1MiB',
    '  github: { webhooksecret: s }',
    '  okta: { organization: example }',
    '  json: { records: /doors, time: /at }',
    'source: { maxbody: 8MiB, maxalerts: 7, maxdepth: 9 }',
  ].join('\n');
  const { events } = (await load(yaml)).configuration;
  expect(events.token?.reveal()).toBe('t');
  expect(events.githubSecret?.reveal()).toBe('s');
  expect(events).toMatchObject({
    limits: { maxBodyBytes: 8 * 1024 ** 2, maxEventBytes: 1024 ** 2, maxEvents: 7, maxDepth: 9 },
    sources: { oktaOrganization: 'example', json: { records: '/doors', time: '/at' } },
  });
});

it('takes events as they are, from everybody, unless told otherwise', async () => {
  const { events } = (await load('')).configuration;
  expect(events).toMatchObject({ token: undefined, githubSecret: undefined });
  expect(events.limits).toMatchObject({ maxBodyBytes: 12 * 1024 ** 2, maxEventBytes: 256 * 1024 });
});

it('tells what is no JSON pointer', async () => {
  expect(await problemsOf('events: { json: { time: at } }')).toMatchObject([
    { path: 'events.json.time', message: expect.stringContaining('JSON pointer such as /detail/time') },
  ]);
});

it('has rules of all sources, and the organization for those of Okta', async () => {
  const yaml = 'rules: { files: [/rules.yaml] }\nevents: { okta: { organization: example } }\n';
  const files = { '/rules.yaml': cloudRules.replace('A user denied notices (', 'Denied (org=%okta.org ') };
  const { rules } = (await load(yaml, {}, files)).configuration;
  const around = {
    hostname: 'node-1',
    pluginName: 'k8saudit',
    utcOffset: () => 0,
    firstEventNs: () => 0n,
    oktaFailures: new RecentFailures(),
  };
  const json = { eventType: 'user.mfa.okta_verify.deny_push', actor: { id: 'u' } };
  const denied = (number: bigint) => ({ source: 'okta', json, text: JSON.stringify(json), timeNs: number, number });
  // A set that takes the place of another goes on counting.
  for (const number of [1n, 2n]) expect(rules?.compile(around).detect(denied(number))).toEqual([]);
  const [alert] = rules?.compile(around).detect(denied(3n)) ?? [];
  expect(alert?.output).toMatch(/Denied \(org=example .* count=3\)/);
});
