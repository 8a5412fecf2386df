import { afterEach, beforeEach, expect, it } from 'vitest';
import { podCreated, privilegedPodRules, ruleSetOf } from '#rules/testing/rule-set-of.ts';
import { ask } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let server: IntakeServer;

beforeEach(async () => {
  server = await IntakeServer.start({ rules: ruleSetOf(privilegedPodRules) });
});

afterEach(() => server[Symbol.asyncDispose]());

const send = (body: unknown, path = '/k8s-audit', port = server.port) =>
  ask({ port, method: 'POST', path }, typeof body === 'string' ? body : JSON.stringify(body));

const list = (...items: readonly unknown[]) => ({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });

it.for(['/k8s-audit', '/k8s_audit'])('keeps what the rules find in what comes to %s', async (path) => {
  const quiet = podCreated({ auditID: '2', verb: 'get' });
  expect(await send(list(podCreated(), quiet), path)).toMatchObject({ status: 200, body: '' });
  expect(server.journal.alerts).toMatchObject([{ rule: 'Privileged pod', source: 'k8s_audit', priority: 'Warning' }]);
});

it('takes an event alone, and a list of none', async () => {
  expect(await send(podCreated())).toMatchObject({ status: 200 });
  expect(await send(list())).toMatchObject({ status: 200 });
  expect(server.journal.alerts).toHaveLength(1);
});

it('is not hurt by an item that is no event', async () => {
  const reply = await send(list({ kind: 'Pod' }, podCreated(), podCreated({ auditID: undefined })));
  expect(reply).toMatchObject({ status: 200 });
  expect(server.journal.alerts).toHaveLength(1);
  expect(server.log.messages('warn').join()).toContain('2 of 3 items are no audit events');
});

it.for(['{', '{"kind":"Pod"}', '"text"', '7'])('refuses %s', async (body) => {
  expect(await send(body)).toMatchObject({ status: 400 });
  expect(server.journal.alerts).toHaveLength(0);
});

it('is answered 503 where what was found cannot be kept, so that the API server sends it again', async () => {
  server.journal.isHeld = true;
  const reply = send(podCreated());
  await expect.poll(() => server.journal.waiting).toBe(1);
  server.journal.fail(new Error('the disk is gone'));
  expect(await reply).toMatchObject({ status: 503 });
});

it('says that there are no rules', async () => {
  const bare = await IntakeServer.start();
  expect(await send(podCreated(), '/k8s-audit', bare.port)).toMatchObject({
    status: 404,
    body: expect.stringContaining('set "rules.files"'),
  });
  await bare[Symbol.asyncDispose]();
});
