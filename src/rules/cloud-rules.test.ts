import { expect, it } from 'vitest';
import { findJsonSource, jsonSources } from './fields/json-sources.ts';
import { defaultSplitLimits } from './fields/split-events.ts';
import { splitRecords } from './fields/split-records.ts';
import {
  bucketOpened,
  cloudRules,
  doorOpened,
  largeDownload,
  pushDenied,
  repositoryPublicized,
  rootLogin,
} from './testing/cloud-rules.ts';
import { ruleSetOf } from './testing/rule-set-of.ts';

const sources = jsonSources({ json: { time: '/at', records: '/doors' } });
const receivedNs = 1_700_000_000_000_000_000n;

function detect(name: string, body: unknown, rules = ruleSetOf(cloudRules)) {
  const source = findJsonSource(sources, name);
  if (!source) throw new Error(`There is no source ${name}`);
  const options = { limits: defaultSplitLimits, firstNumber: 1n, receivedNs };
  return splitRecords(JSON.stringify(body), source, options).events.flatMap((event) => rules.detect(event));
}

it.for<[source: string, body: unknown, rule: string, output: string]>([
  [
    'aws_cloudtrail',
    { Records: [rootLogin] },
    'Root in the console',
    '10:00:00.000000000: Critical The root of an account logged in (account=123456789012 address=198.51.100.7 region=eu-central-1)',
  ],
  [
    'cloudtrail',
    largeDownload,
    'Large download',
    '10:00:01.000000000: Warning An object was downloaded (user=eve object=s3://payroll/2026.csv bytes=4000000)',
  ],
  [
    'gcp_auditlog',
    [bucketOpened],
    'Bucket open to all',
    '10:00:00.500000000: Error A bucket was opened (user=eve@example.com bucket=payroll project=shop)',
  ],
  [
    'github',
    { webhook_type: 'repository', ...repositoryPublicized },
    'Repository made public',
    '22:13:20.000000000: Critical A repository is public (repository=example/payroll user=eve)',
  ],
  [
    'json',
    { doors: [doorOpened] },
    'Door left open',
    '09:00:00.000000000: Notice A door is open (door=Yard missing=<NA>)',
  ],
])('makes an alert of what comes from %s', ([source, body, rule, output]) => {
  expect(detect(source, body)).toEqual([expect.objectContaining({ rule, output, hostname: 'node-1' })]);
});

it('finds nothing in what the rules do not ask for', () => {
  expect(detect('aws_cloudtrail', { Records: [{ ...rootLogin, sourceIPAddress: '192.0.2.2' }] })).toEqual([]);
  expect(detect('json', { doors: [{ door: { state: 'open', floor: 7 } }] })).toEqual([]);
});

it('counts every event of a user of Okta, also where no rule looks at the count', () => {
  const rules = ruleSetOf(`
- rule: Denied
  desc: Reads the count only at the end.
  condition: okta.published endswith 12.000Z and okta.mfa.deny.countlast[60] = 3
  output: count=%okta.mfa.deny.countlast[60]
  priority: INFO
  source: okta
`);
  const events = [pushDenied(10), pushDenied(11), pushDenied(11, 'eve'), pushDenied(12)];
  expect(detect('okta', { data: { events } }, rules)).toMatchObject([
    { outputFields: { 'okta.mfa.deny.countlast[60]': 3 } },
  ]);
});

it('evaluates the rules of the source of an event, and no others', () => {
  const rules = ruleSetOf(cloudRules);
  expect(rules).toMatchObject({ size: 6, foreign: 0 });
  expect(['aws_cloudtrail', 'okta', 'json', 'k8s_audit'].map((source) => rules.sizeOf(source))).toEqual([2, 1, 1, 0]);
  expect(detect('okta', rootLogin, rules)).toEqual([]);
});
