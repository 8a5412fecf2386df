import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap, type Unwrapped } from './envelopes.ts';
import { defaultSplitLimits, splitEvents } from './split-events.ts';

const time = '2024-01-02T03:04:05.123456Z';
const line = JSON.stringify({ kind: 'Event', level: 'Request', auditID: 'a', stageTimestamp: time });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const unpack = (packed: string) => Buffer.from(packed, 'base64').toString();
const open = (value: unknown) => unwrap(JSON.stringify(value), { maxDepth: 50, maxLines: 100, unpack });
const holds = (what: Partial<Unwrapped>) => ({ bodies: [], truncated: [], broken: [], others: 0, ...what });

describe('of EKS', () => {
  const logEvents = [
    { id: '1', timestamp: 1, message: line },
    { id: '2', timestamp: 2, message: '{"auditID":"b-1","x":"[Truncated...]' },
    { id: '3', timestamp: 3, message: 'I0102 klog' },
    {},
  ];
  const subscription = { messageType: 'DATA_MESSAGE', logGroup: '/aws/eks/shop/cluster', logEvents };
  const expected = holds({ bodies: [line], truncated: ['b-1'], others: 2 });

  it.for<[what: string, body: unknown]>([
    ['a subscription', subscription],
    ['what a function is given', { awslogs: { data: base64(subscription) } }],
    ['what Firehose posts', { requestId: 'r', timestamp: 1, records: [{ data: base64(subscription) }] }],
    ['log events that were exported', { events: logEvents, nextForwardToken: 'f/1' }],
  ])('%s', ([, body]) => {
    expect(open(body)).toEqual(expected);
  });

  it('several records, with several documents in one', () => {
    const lines = [subscription, subscription].map((one) => JSON.stringify(one)).join('\n');
    const data = Buffer.from(`${lines}\n`).toString('base64');
    expect(open({ records: [{ data }, { data: base64({ messageType: 'CONTROL_MESSAGE', logEvents: [] }) }] })).toEqual(
      holds({ bodies: [line, line], truncated: ['b-1', 'b-1'], others: 4 }),
    );
  });

  it('single log events, alone or in an array', () => {
    expect(open({ timestamp: 1, message: line })).toEqual(holds({ bodies: [line] }));
    expect(open(logEvents)).toEqual(expected);
  });

  it('what is broken inside, beside what is not', () => {
    const records = [{ data: Buffer.from('{"logEvents":').toString('base64') }, { data: base64(subscription) }];
    expect(open({ records })).toEqual({ ...expected, broken: ['what is packed is no JSON'] });
  });

  it('no envelopes in envelopes without end', () => {
    let packed: unknown = subscription;
    for (let times = 0; times < 5; times++) packed = { awslogs: { data: base64(packed) } };
    expect(open(packed)).toEqual(holds({ others: 1 }));
  });

  it('with what unpacking throws', () => {
    const refuse = () => {
      throw new RangeError('too large');
    };
    const body = JSON.stringify({ awslogs: { data: gzipSync('x').toString('base64') } });
    expect(() => unwrap(body, { maxDepth: 50, maxLines: 9, unpack: refuse })).toThrow(RangeError);
  });
});

it('of AKS', () => {
  const records = [{ properties: { log: `${line}\n` } }, { properties: { log: 'I0102 klog' } }, { category: 'x' }];
  expect(open({ records })).toEqual(holds({ bodies: [`${line}\n`], others: 2 }));
  expect(open(records[0])).toEqual(holds({ bodies: [`${line}\n`] }));
});

describe('of GKE', () => {
  const entry = (method: string, resourceName: string, more: object = {}) => ({
    insertId: 'id-1',
    receiveTimestamp: time,
    labels: { 'authorization.k8s.io/decision': 'allow' },
    resource: { labels: { cluster_name: 'shop' } },
    protoPayload: {
      methodName: method,
      resourceName,
      authenticationInfo: { principalEmail: 'eve@example.com' },
      requestMetadata: { callerIp: '192.0.2.1', callerSuppliedUserAgent: 'kubectl' },
      ...more,
    },
  });

  it.for([
    [
      'core/v1/namespaces/shop/pods/web',
      { resource: 'pods', namespace: 'shop', name: 'web', apiGroup: 'core', apiVersion: 'v1' },
    ],
    ['core/v1/namespaces/shop/pods', { resource: 'pods', namespace: 'shop', apiGroup: 'core', apiVersion: 'v1' }],
    ['core/v1/nodes/n1', { resource: 'nodes', name: 'n1', apiGroup: 'core', apiVersion: 'v1' }],
    [
      'core/v1/nodes/n1/status',
      { resource: 'nodes', name: 'n1', subresource: 'status', apiGroup: 'core', apiVersion: 'v1' },
    ],
    ['core/v1/namespaces/shop', { resource: 'namespaces', name: 'shop', apiGroup: 'core', apiVersion: 'v1' }],
    ['core/v1/nodes', undefined],
    ['', undefined],
  ] as const)('about %s', ([resourceName, objectRef]) => {
    const [body = ''] = open(entry('io.k8s.core.v1.pods.create', resourceName))?.bodies ?? [];
    expect(JSON.parse(body)).toMatchObject({
      verb: 'create',
      responseStatus: { code: 201 },
      requestURI: `/${resourceName}`,
    });
    expect(JSON.parse(body).objectRef).toEqual(objectRef);
    const split = splitEvents(body, { limits: defaultSplitLimits, source: 'k8s_audit', firstNumber: 1n });
    expect(split.events).toHaveLength(1);
  });

  it('through Pub/Sub, pulled or pushed', () => {
    const exec = entry('io.k8s.core.v1.pods.exec.create', 'core/v1/namespaces/shop/pods/web/exec', {
      request: { a: 1 },
    });
    const message = { data: base64(exec) };
    const pulled = open({ receivedMessages: [{ message }, { message: { data: base64({ textPayload: 'x' }) } }] });
    expect(pulled).toMatchObject({ others: 1, broken: [] });
    expect(JSON.parse(pulled?.bodies[0] ?? '')).toMatchObject({
      stage: 'ResponseStarted',
      responseStatus: { code: 101 },
      user: { username: 'eve@example.com' },
      sourceIPs: ['192.0.2.1'],
      requestObject: { a: 1 },
      annotations: { cluster_name: 'shop', 'authorization.k8s.io/decision': 'allow' },
    });
    const pushed = open({ message: { ...message, messageId: '1' }, subscription: 'projects/p/subscriptions/s' });
    expect(pushed).toEqual(holds({ bodies: pulled?.bodies ?? [] }));
    expect(open({ message: { data: '!' } })).toEqual(holds({ broken: ['what Pub/Sub delivered is no JSON'] }));
  });
});

it.for<[body: string]>([['{"kind":"Pod"}'], ['[]'], ['[1]'], ['7'], ['{'], ['{"records":[]}'], ['{"message":{}}']])(
  'is not taken for one: %s',
  ([body]) => {
    expect(unwrap(body, { maxDepth: 50, maxLines: 9, unpack })).toBeUndefined();
  },
);

it('never throws at what only looks like one', () => {
  const keys = fc.constantFrom('records', 'data', 'message', 'logEvents', 'awslogs', 'properties', 'log', 'events');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('', 'e30=', line, 7, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(fc.property(value, (document) => open(document) === undefined || true));
});
