import { describe, expect, it } from 'vitest';
import { cloudtrail } from './cloudtrail.ts';
import { gcpAudit } from './gcp-audit.ts';
import { github } from './github.ts';
import { at, jsonSourceCatalog, type JsonSource } from './json-source.ts';
import type { SourceQuirk } from './source-quirks.ts';
import { oktaSource } from './okta.ts';
import { defaultSplitLimits } from './split-events.ts';
import { splitRecords } from './split-records.ts';
import { quietSurroundings, ruleEvent, valuesOf } from './testing/rule-event.ts';

function read(source: JsonSource, record: object, field: string, quirks: readonly SourceQuirk[] = []) {
  const catalog = jsonSourceCatalog(source, quietSurroundings, quirks);
  const values = valuesOf(catalog, ruleEvent(record, source.id), field);
  return catalog.find(field.replace(/\[.*/, ''))?.isList ? values : values?.[0];
}

const okta = oktaSource('example');

it.for([
  [cloudtrail, 73],
  [gcpAudit, 25],
  [github, 25],
  [okta, 54],
] as const)('has the fields of the plugin: $0.id $1', ([source, count]) => {
  expect(source.fields).toHaveLength(count);
  expect(new Set(source.fields.map(({ name }) => name)).size).toBe(count);
  const catalog = jsonSourceCatalog(source, quietSurroundings);
  expect(catalog.all()).toHaveLength(count + 24);
  for (const field of catalog.all()) {
    const argument = { key: '/a', index: '1' }[String(field.argument)];
    expect(() => catalog.reader(field.name, argument)(ruleEvent({}, source.id))).not.toThrow();
  }
});

describe('cloudtrail', () => {
  const role = {
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    sourceIPAddress: '192.0.2.1',
    readOnly: false,
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::1:assumed-role/deploy/eve',
      principalId: 'X:eve',
      sessionContext: { sessionIssuer: { userName: 'deploy' } },
    },
    requestParameters: { bucketName: 'b', key: 'k', documentName: 'doc', list: [1] },
    additionalEventData: { bytesTransferredIn: 33.0, bytesTransferredOut: 2 },
    resources: [{ a: 1 }, { b: 2 }],
  };

  it.for<[field: string, record: object, value: unknown, quirk?: SourceQuirk]>([
    ['ct.shortsrc', role, 's3'],
    ['ct.shortsrc', { eventSource: '.amazonaws.com' }, '.amazonaws.com'],
    ['ct.user', role, 'deploy'],
    ['ct.user', { userIdentity: { type: 'IAMUser', userName: 'eve' } }, 'eve'],
    ['ct.user', { userIdentity: { type: 'AWSAccount' } }, 'AWSAccount'],
    ['ct.user', { userIdentity: { type: 'Unheard' } }, undefined],
    ['ct.originaluser', role, 'eve'],
    ['ct.originaluser', { userIdentity: { type: 'Root', userName: 'root' } }, 'root'],
    ['ct.user.accountid', { recipientAccountId: '12' }, '12'],
    ['ct.info', role, 'deploy via 192.0.2.1 → PutObject Size=35 URI=s3://b/k'],
    ['ct.info', {}, '<invalid cloudtrail event: userIdentity field missing>'],
    [
      'evt.plugininfo',
      { ...role, awsRegion: 'eu-central-1' },
      'eu-central-1 deploy s3 PutObject deploy via 192.0.2.1 → PutObject Size=35 URI=s3://b/k',
    ],
    ['evt.plugininfo', { eventName: 'x' }, '{"eventName":"x"}'],
    ['ct.readonly', role, 'false'],
    ['ct.readonly', { eventName: 'DescribeInstances' }, 'true'],
    ['ct.readonly', { eventName: 'RunInstances' }, 'false'],
    ['ct.readonly', { eventName: 'RunInstances' }, undefined, 'read-only'],
    ['ct.managementevent', { managementEvent: true }, 'true'],
    ['ct.resources', role, '{"a":1},{"b":2}'],
    ['ct.request.documentname', role, 'doc'],
    ['ct.request.documentname', role, undefined, 'document-name'],
    ['ct.request', { requestParameters: { a: 1 } }, '{"a":1}'],
    ['ct.tlsdetails.tlsversion', { tlsDetails: { tlsVersion: 'TLSv1.3' } }, 'TLSv1.3'],
    ['ct.serviceeventdetails', { serviceEventDetails: { a: 1 } }, '{"a":1}'],
    ['ct.serviceeventdetails', { serviceEventDetails: { a: 1 } }, '', 'empty-texts'],
    ['s3.uri', role, 's3://b/k'],
    ['s3.bytes', role, 35n],
    ['s3.bytes.out', role, 2n],
    ['s3.bytes.in', {}, undefined],
    ['s3.cnt.put', role, 1n],
    ['s3.cnt.get', role, undefined],
    ['s3.cnt.other', { eventName: 'ListBuckets' }, 1n],
    [
      'ec2.imageids',
      { responseElements: { instancesSet: { items: [{ imageId: 'a' }, { imageId: 'b' }] } } },
      ['a', 'b'],
    ],
    ['ec2.imageids[1]', { responseElements: { instancesSet: { items: [{ imageId: 'a' }, { imageId: 'b' }] } } }, ['b']],
    ['ec2.imageid', { requestParameters: { imageId: 'c' } }, 'c'],
    [
      'ec2.name',
      {
        requestParameters: {
          tagSpecificationSet: { items: [{ resourceType: 'instance', tags: [{ key: 'Name', value: 'web' }] }] },
        },
      },
      'web',
    ],
  ])('reads %s', ([field, record, value, quirk]) => {
    expect(read(cloudtrail, record, field, quirk ? [quirk] : [])).toEqual(value);
  });

  it('says what access is blocked', () => {
    const record = { ...role, eventName: 'PutBucketPublicAccessBlock' };
    const settings = { PublicAccessBlockConfiguration: { BlockPublicAcls: true } };
    expect(read(cloudtrail, { ...record, requestParameters: settings }, 'ct.info')).toBe(
      'deploy via 192.0.2.1 → PutBucketPublicAccessBlock BlockPublicAcls=true BlockPublicPolicy=false IgnorePublicAcls=false RestrictPublicBuckets=false ',
    );
  });
});

it.for<[source: JsonSource, field: string, record: object, value: unknown, quirk?: SourceQuirk]>([
  [gcpAudit, 'gcp.location', { resource: { labels: { zone: 'us-central1-a' } } }, 'us-central1'],
  [gcpAudit, 'gcp.location', { resource: { labels: { region: 'europe-west1' } } }, 'europe-west1'],
  [gcpAudit, 'gcp.logging.sink', { resource: { type: 'logging_sink', labels: { name: 's' } } }, 's'],
  [gcpAudit, 'gcp.logging.sink', { resource: { type: 'x', labels: { name: 's' } } }, undefined],
  [gcpAudit, 'gcp.request', { protoPayload: { request: { a: 1 } } }, '{"a":1}'],
  [gcpAudit, 'gcp.request', { protoPayload: { request: { a: 1 } } }, '', 'empty-texts'],
  [
    gcpAudit,
    'gcp.policyDelta',
    { resource: { type: 'gcs_bucket' }, protoPayload: { serviceData: { policyDelta: { bindingDeltas: [1] } } } },
    '[1]',
  ],
  [github, 'github.repo.name', { repository: { html_url: 'https://github.com/a/b' } }, 'a/b'],
  [github, 'github.repo.public', { repository: { private: true } }, 'false'],
  [github, 'github.repo.public', { repository: { private: false } }, 'true'],
  [github, 'github.repo.public', { organization: {} }, undefined],
  [github, 'github.repo.public', { organization: {} }, 'true', 'public-repository'],
  [github, 'github.repo.name', {}, '', 'present-texts'],
  [
    github,
    'evt.plugininfo',
    { webhook_type: 'push', sender: { login: 'eve' }, repository: { html_url: 'u' }, action: 'a' },
    'github push user:eve repo:u action:a',
  ],
  [github, 'evt.plugininfo', { webhook_type: 'ping' }, 'github ping'],
  [gcpAudit, 'evt.plugininfo', { a: 1 }, '{"a":1}'],
  [github, 'github.action', { action: 7 }, '7', 'empty-texts'],
  [gcpAudit, 'gcp.user', {}, undefined, 'present-texts'],
  [gcpAudit, 'gcp.resourceLabels', { resource: { labels: { a: 'b' } } }, '{"a":"b"}', 'empty-texts'],
  [github, 'github.webhook.id', { hook: { id: 5 } }, '5'],
  [github, 'github.webhook.id', {}, undefined],
  [github, 'github.action', {}, '', 'present-texts'],
  [github, 'github.commit.added', { commits: [{ added: ['a', 'b'] }, { added: ['c'] }] }, 'a,b,c'],
  [github, 'github.diff.has_secrets', { files: [{ matches: [] }] }, 'false'],
  [github, 'github.diff.has_secrets', {}, undefined],
  [
    github,
    'github.diff.committed_secrets.lines',
    { files: [{ name: 'f', matches: [{ line: 3 }, { line: 4 }] }] },
    '3,4',
  ],
  [github, 'github.workflow.has_miners', { workflow_miner_detections: { matches: [{ type: 'x' }] } }, 'true'],
  [
    github,
    'github.workflow.miners.type',
    { workflow_miner_detections: { matches: [{ type: 'x' }, { type: 'x' }] } },
    'x',
  ],
  [okta, 'okta.app', { debugContext: { debugData: { requestUri: '/app/mail/1' } } }, 'mail'],
  [okta, 'okta.org', {}, 'example'],
  [okta, 'okta.client.geo.lon', { client: { geographicalContext: { geolocation: { lon: 4.5 } } } }, '4.5'],
  [okta, 'okta.security.isproxy', { securityContext: { isProxy: true } }, 'true'],
  [okta, 'okta.security.asnumber', { securityContext: { asNumber: 64500 } }, 64500n],
  [okta, 'okta.reason', { outcome: {} }, undefined],
  [okta, 'okta.reason', { outcome: {} }, '', 'present-texts'],
  [
    okta,
    'okta.target.user.name',
    {
      target: [
        { type: 'User', displayName: 'a' },
        { type: 'User', displayName: 'b' },
      ],
    },
    'b',
  ],
  [okta, 'okta.targets.displayName', { target: [{ displayName: 'a' }, { displayName: 'b' }] }, '(a,b)'],
  [okta, 'okta.targets.displayName[1]', { target: [{ displayName: 'a' }, { displayName: 'b' }] }, 'b'],
])('reads of $0.id $1', ([source, field, record, value, quirk]) => {
  expect(read(source, record, field, quirk ? [quirk] : [])).toEqual(value);
});

it('counts what a user of Okta denied lately', () => {
  const source = oktaSource('example');
  const count = jsonSourceCatalog(source, quietSurroundings).reader('okta.mfa.deny.countlast', '60');
  const denied = (seconds: bigint, actor = 'u') => ({
    ...ruleEvent({ eventType: 'user.mfa.okta_verify.deny_push', actor: { id: actor } }, 'okta'),
    timeNs: 1_700_000_000_000_000_000n + seconds * 1_000_000_000n,
  });
  expect([0n, 10n, 10n, 65n].map((seconds) => count(denied(seconds)))).toEqual([[1n], [2n], [2n], [2n]]);
  expect(count(denied(65n, 'other'))).toEqual([1n]);
  expect(count(ruleEvent({ eventType: 'user.session.start' }, 'okta'))).toBeUndefined();
});

describe('records', () => {
  const options = { limits: defaultSplitLimits, firstNumber: 1n, receivedNs: 9n };

  it('come alone, in arrays, or where the source says', () => {
    const record = { eventTime: '2024-01-02T03:04:05Z', eventName: 'x' };
    for (const body of [record, [record], { Records: [record] }]) {
      const { events } = splitRecords(JSON.stringify(body), cloudtrail, options);
      expect(events).toMatchObject([
        { source: 'aws_cloudtrail', number: 1n, timeNs: 1_704_164_645_000_000_000n, text: JSON.stringify(record) },
      ]);
    }
  });

  it('without a time happened when they came, unless their source always has one', () => {
    expect(splitRecords('[{},1]', github, options)).toMatchObject({
      events: [{ timeNs: 9n }],
      refusals: [{ reason: 'unknown-kind', item: 1 }],
    });
    expect(splitRecords('{}', cloudtrail, options)).toMatchObject({
      events: [],
      refusals: [{ reason: 'no-time', item: 0 }],
    });
    expect(splitRecords('{', github, options)).toMatchObject({ events: [], refusals: [{ reason: 'not-json' }] });
  });
});

it('takes a table of fields of its own', () => {
  const doors: JsonSource = {
    id: 'doors',
    pluginName: 'doors',
    records: ['/events'],
    time: ['/at'],
    fields: [at('door.name', '/door/name /door/id', 'Name of the door, or its id.')],
  };
  expect(read(doors, { door: { id: 7 } }, 'door.name')).toBe('7');
  expect(read(doors, { door: { id: 7 } }, 'json.value[/door/id]')).toBe('7');
  expect(read(doors, { door: { id: 7 } }, 'evt.pluginname')).toBe('doors');
});
