import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { podCreated, privilegedPodRules, ruleSetOf } from '#rules/testing/rule-set-of.ts';
import { ask } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

const rules = ruleSetOf(privilegedPodRules);
const list = (...items: readonly unknown[]) => ({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });

function send(server: IntakeServer, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return ask({ port: server.port, method: 'POST', path: '/k8s-audit', headers }, text);
}

function counted({ auditCounts: { events, refused } }: IntakeServer) {
  return { events: Object.fromEntries(events), refused: Object.fromEntries(refused) };
}

describe('what cannot be used', () => {
  it.for<[what: string, item: unknown, reason: string]>([
    ['an event that is too large', podCreated({ auditID: '2', note: 'x'.repeat(262_144) }), 'too-large'],
    ['an event without id', podCreated({ auditID: undefined }), 'no-audit-id'],
    ['an event without time', podCreated({ stageTimestamp: 'yesterday' }), 'no-time'],
    ['what is no object', 7, 'no-time'],
  ])('%s, takes nothing from its neighbours', async ([, item, reason]) => {
    await using server = await IntakeServer.start({ rules });
    expect(await send(server, list(item, podCreated(), podCreated({ verb: 'get' })))).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toMatchObject([{ rule: 'Privileged pod' }]);
    expect(counted(server)).toEqual({ events: { webhook: 2 }, refused: { [reason]: 1 } });
    expect(server.log.messages('warn')).toEqual([expect.stringContaining('1 of 3 items are no audit events')]);
  });

  it('alone, is not asked for again', async () => {
    await using server = await IntakeServer.start({ rules, auditLimits: { maxEventBytes: 100 } });
    expect(await send(server, list(podCreated()))).toMatchObject({ status: 200 });
    expect(counted(server)).toEqual({ events: { webhook: 0 }, refused: { 'too-large': 1 } });
    expect(server.log.messages('warn').join()).toContain('"audit.maxevent" lets larger events in');
  });

  it.for<[what: string, body: string, reason: string]>([
    ['no JSON', '{', 'not-json'],
    ['another kind', '{"kind":"Pod"}', 'unknown-kind'],
    ['JSON that is too deep', `{"kind":"Event","x":${'['.repeat(300)}${']'.repeat(300)}}`, 'not-json'],
    [
      'gzip that is none, inside',
      `{"awslogs":{"data":"${Buffer.from([0x1f, 0x8b, 1]).toString('base64')}"}}`,
      'broken-envelope',
    ],
  ])('as there is nothing else, %s, is refused', async ([, body, reason]) => {
    await using server = await IntakeServer.start({ rules });
    expect(await send(server, body)).toMatchObject({ status: 400, body: expect.stringContaining('no audit events') });
    expect(counted(server).refused).toEqual({ [reason]: 1 });
  });

  it('as the body is broken off, is asked for again, and what came before it is kept', async () => {
    await using server = await IntakeServer.start({ rules });
    expect(await send(server, `[${JSON.stringify(podCreated())},{"kind":`)).toMatchObject({ status: 400 });
    expect(server.journal.alerts).toHaveLength(1);
  });
});

describe('a request', () => {
  it('with too large a body is answered by 413', async () => {
    await using server = await IntakeServer.start({ rules, auditLimits: { maxBodyBytes: 2000 } });
    const body = JSON.stringify(list(podCreated(), podCreated({ note: 'x'.repeat(2000) })));
    for (const reply of [
      await send(server, body),
      await send(server, gzipSync(body), { 'content-encoding': 'gzip' }),
    ]) {
      expect(reply).toMatchObject({ status: 413, body: expect.stringContaining('raise "audit.maxbody"') });
    }
    expect(server.counts.refusedRequests.get('size')).toBe(2);
  });

  it('with more events than may be is refused as a whole, so that none is lost unseen', async () => {
    await using server = await IntakeServer.start({ rules, auditLimits: { maxEvents: 2 } });
    const reply = await send(server, list(podCreated(), podCreated(), podCreated()));
    expect(reply).toMatchObject({ status: 413, body: expect.stringContaining('source.maxalerts') });
    expect(server.journal.alerts).toHaveLength(0);
  });

  it.for<[what: string, body: string]>([
    ['numbers', `[${'7,'.repeat(300_000)}7]`],
    ['lists in lists', `[[${'[],'.repeat(300_000)}[${'7,'.repeat(300_000)}7]]]`],
    ['items', `{"kind":"EventList","items":[${'7,'.repeat(300_000)}7]}`],
    [
      'items as kube-apiserver writes them',
      JSON.stringify({ ...list(), metadata: {} }).replace('[]', `[${'7,'.repeat(300_000)}7]`),
    ],
    ['records of Firehose', `{"records":[${'{"data":""},'.repeat(100_000)}{}]}`],
    ['records of Event Hub', `{"records":[${'{},'.repeat(300_000)}{"properties":{"log":""}}]}`],
    ['log events', `{"logEvents":[${'{},'.repeat(300_000)}{}]}`],
    ['messages', `{"receivedMessages":[${'{},'.repeat(300_000)}{"message":{"data":""}}]}`],
    ['packed lines', JSON.stringify({ awslogs: { data: gzipSync('1\n'.repeat(300_000)).toString('base64') } })],
  ])('with hundreds of thousands of %s is refused, and soon', async ([, body]) => {
    await using server = await IntakeServer.start({ rules, auditLimits: { maxEvents: 10_000 } });
    const startedAtMs = performance.now();
    expect(await send(server, body)).toMatchObject({ status: 413 });
    expect(performance.now() - startedAtMs).toBeLessThan(5000);
    expect([...server.auditCounts.refused.keys()]).toContain('too-many');
  });

  it.for([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['application/cloudevents+json', 200],
    ['application/x-www-form-urlencoded', 415],
    ['text/plain', 415],
  ] as const)('of type %s is answered by %i', async ([type, status]) => {
    await using server = await IntakeServer.start({ rules });
    expect(await send(server, podCreated(), { 'content-type': type })).toMatchObject({ status });
    expect(server.journal.alerts).toHaveLength(status === 200 ? 1 : 0);
    expect(server.counts.refusedRequests.get('type')).toBe(status === 200 ? undefined : 1);
  });
});

describe('in an envelope', () => {
  const message = JSON.stringify(podCreated());
  const packed = (text: string) => gzipSync(text).toString('base64');
  const subscription = JSON.stringify({
    messageType: 'DATA_MESSAGE',
    logEvents: [{ message }, { message: 'I0102 x' }],
  });

  it.for<[what: string, body: unknown]>([
    ['of CloudWatch', { awslogs: { data: packed(subscription) } }],
    ['of Event Hub', { records: [{ properties: { log: message } }, { properties: { log: 'I0102 x' } }] }],
  ])('%s, events are found', async ([, body]) => {
    await using server = await IntakeServer.start({ rules });
    expect(await send(server, body)).toMatchObject({ status: 200, body: '' });
    expect(server.journal.alerts).toMatchObject([{ rule: 'Privileged pod', source: 'k8s_audit' }]);
    expect(server.auditCounts.others).toBe(1);
    expect(Object.fromEntries(server.auditCounts.matches)).toEqual({ 'Privileged pod': 1 });
  });

  it('of Pub/Sub, what rules of clusters on GKE find is found', async () => {
    await using server = await IntakeServer.start({ rules });
    const { requestObject: request, stageTimestamp: timestamp } = JSON.parse(message);
    const entry = {
      insertId: 'x1',
      timestamp,
      protoPayload: {
        methodName: 'io.k8s.core.v1.pods.create',
        resourceName: 'core/v1/namespaces/shop/pods/evil',
        request,
      },
    };
    const data = Buffer.from(JSON.stringify(entry)).toString('base64');
    expect(await send(server, { message: { data }, subscription: 's' })).toMatchObject({ status: 200 });
    expect(server.journal.alerts).toMatchObject([{ rule: 'Privileged pod', time: timestamp }]);
  });

  it('of Firehose, the answer is what Firehose waits for', async () => {
    await using server = await IntakeServer.start({ rules });
    const requestId = randomUUID();
    const body = {
      requestId,
      timestamp: 1,
      records: [{ data: packed(subscription) }, { data: packed(subscription.replace('0a1b', '2')) }],
    };
    const reply = await send(server, body, { 'x-amz-firehose-request-id': requestId });
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body)).toEqual({ requestId, timestamp: expect.any(Number) });
    expect(server.auditCounts.events.get('webhook')).toBe(2);
  });

  it('a line that the provider cut off is counted, and not asked for again', async () => {
    await using server = await IntakeServer.start({ rules });
    const logEvents = [{ message: '{"kind":"Event","auditID":"c0ffee","requestObject":[Truncated...]' }];
    expect(await send(server, { logEvents })).toMatchObject({ status: 200 });
    expect(counted(server).refused).toEqual({ truncated: 1 });
    expect(server.log.messages('warn').join()).toContain('c0ffee');
  });

  it('what is packed is no larger than a body may be', async () => {
    await using server = await IntakeServer.start({ rules, auditLimits: { maxBodyBytes: 100_000 } });
    const bomb = packed(`{"logEvents":[{"message":"${'x'.repeat(200_000)}"}]}`);
    expect(await send(server, { awslogs: { data: bomb } })).toMatchObject({
      status: 413,
      body: expect.stringContaining('what is packed is larger than 100000 bytes'),
    });
    const halves = packed(`{"logEvents":[{"message":"${'x'.repeat(60_000)}"}]}`);
    expect(await send(server, { records: [{ data: halves }, { data: halves }] })).toMatchObject({ status: 413 });
  });
});
