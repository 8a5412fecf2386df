import { createHmac } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import {
  bucketOpened,
  cloudRules,
  doorOpened,
  largeDownload,
  pushDenied,
  repositoryPublicized,
  rootLogin,
} from '#rules/testing/cloud-rules.ts';
import { ruleSetOf } from '#rules/testing/rule-set-of.ts';
import type { EventSettings } from './event-settings.ts';
import { ask } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let server: IntakeServer;

async function start(events: Partial<EventSettings> = {}, rules = cloudRules) {
  server = await IntakeServer.start({ rules: ruleSetOf(rules), events });
}

afterEach(() => server[Symbol.asyncDispose]());

function send(path: string, body: unknown, headers: OutgoingHttpHeaders = {}) {
  const content = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return ask({ port: server.port, method: 'POST', path, headers }, content);
}

const kept = () => server.journal.alerts.map(({ rule, source }) => [rule, source]);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

it.for<[path: string, body: unknown, headers: OutgoingHttpHeaders, rule: string, source: string]>([
  ['/events/aws_cloudtrail', { Records: [rootLogin] }, {}, 'Root in the console', 'aws_cloudtrail'],
  ['/events/cloudtrail', { detail: rootLogin }, {}, 'Root in the console', 'aws_cloudtrail'],
  ['/events/gcp_auditlog', { message: { data: base64(bucketOpened) } }, {}, 'Bucket open to all', 'gcp_auditlog'],
  ['/events/gcpaudit', bucketOpened, {}, 'Bucket open to all', 'gcp_auditlog'],
  ['/events/github', repositoryPublicized, { 'X-GitHub-Event': 'repository' }, 'Repository made public', 'github'],
  ['/events/okta', { data: { events: [1, 2, 3].map((at) => pushDenied(at)) } }, {}, 'Push notices denied', 'okta'],
  ['/events/json', doorOpened, {}, 'Door left open', 'json'],
])('keeps what the rules find in what comes to %s', async ([path, body, headers, rule, source]) => {
  await start();
  expect(await send(path, body, headers)).toMatchObject({ status: 200, body: '' });
  expect(kept()).toEqual([[rule, source]]);
});

it('takes gzip, and JSON a line', async () => {
  await start();
  const lines = [rootLogin, largeDownload].map((record) => JSON.stringify(record)).join('\n');
  expect(await send('/events/aws_cloudtrail', gzipSync(lines), { 'Content-Encoding': 'gzip' })).toMatchObject({
    status: 200,
  });
  expect(kept()).toHaveLength(2);
});

it('looks for events and times where it is told', async () => {
  await start({ sources: { json: { records: '/doors', time: '/at' } } });
  await send('/events/json', { doors: [doorOpened] });
  expect(server.journal.alerts).toMatchObject([{ output: expect.stringMatching(/^09:00:00/) }]);
});

it('is hurt in no other event by one that is none', async () => {
  await start();
  const large = { ...rootLogin, more: 'x'.repeat(300_000) };
  const reply = await send('/events/aws_cloudtrail', { Records: ['?', large, rootLogin, { eventName: 'x' }] });
  expect(reply).toMatchObject({ status: 200 });
  expect(kept()).toHaveLength(1);
  expect(server.log.messages('warn').join()).toMatch(
    /3 of 4 items are no events of aws_cloudtrail that can be used; the first: item 0: .*"events.maxevent"/,
  );
  expect(server.eventCounts.sources.get('aws_cloudtrail')).toEqual({
    events: 1,
    alerts: 1,
    refused: new Map([
      ['unknown-kind', 1],
      ['too-large', 1],
      ['no-time', 1],
    ]),
  });
});

it.for<[what: string, path: string, body: unknown, status: number, text: RegExp]>([
  ['what is no JSON', '/events/okta', '{', 400, /1 of 1 items are no events of okta/],
  ['what is no event', '/events/okta', '[1, 2]', 400, /2 of 2 items .* a record is a JSON object/],
  ['what has no time', '/events/aws_cloudtrail', { Records: [{}] }, 400, /has no time at \/eventTime/],
  ['what is too deep', '/events/json', '['.repeat(500), 400, /no events of json/],
  ['too many events', '/events/json', `[${'{},'.repeat(10_000)}{}]`, 413, /more than 10000/],
  ['too many bytes', '/events/json', 'x'.repeat(2000), 413, /larger than 1000 bytes.*"events.maxbody"/],
  ['what GitHub did not send', '/events/github', repositoryPublicized, 400, /X-GitHub-Event is missing/],
  ['an unknown source', '/events/githup', '{}', 404, /post to one of \/events\/aws_cloudtrail, .*\/events\/json/],
  ['no source', '/events/', '{}', 404, /post to one of/],
  ['what is below a source', '/events/okta/x', '{}', 404, /post to one of/],
])('refuses %s', async ([, path, body, status, text]) => {
  const isSmall = status === 413 && typeof body === 'string' && body.startsWith('x');
  await start(isSmall ? { limits: { maxBodyBytes: 1000, maxEventBytes: 1000, maxEvents: 10, maxDepth: 10 } } : {});
  const reply = await send(path, body);
  expect(reply).toMatchObject({ status, body: expect.stringMatching(text) });
  expect(kept()).toEqual([]);
  expect([...server.counts.refusedRequests.values()]).toEqual([1]);
});

it('says of an event that is only too large nothing that makes its sender try again', async () => {
  await start();
  expect(await send('/events/json', { more: 'x'.repeat(300_000) })).toMatchObject({ status: 200 });
  expect(server.log.messages('warn').join()).toContain('"events.maxevent"');
});

it('says that no rule asks for these events', async () => {
  await start(
    {},
    cloudRules
      .replaceAll('source: okta', 'source: github')
      .replaceAll('okta.', 'json.value[/x]')
      .replace(/- rule: Push[^]*?(?=- rule: Repo)/, ''),
  );
  expect(await send('/events/okta', '{}')).toMatchObject({
    status: 404,
    body: expect.stringContaining('"source: okta"'),
  });
});

it('is answered 503 where what was found cannot be kept, so that it is sent again', async () => {
  await start();
  server.journal.isHeld = true;
  const reply = send('/events/json', doorOpened);
  await expect.poll(() => server.journal.waiting).toBe(1);
  server.journal.fail(new Error('the disk is gone'));
  expect(await reply).toMatchObject({ status: 503 });
});

it('keeps nothing twice that was sent twice for want of an answer', async () => {
  await start();
  server.journal.isHeld = true;
  const replies = [send('/events/cloudtrail', rootLogin), send('/events/cloudtrail', rootLogin)];
  await expect.poll(() => server.counts.repetitions).toBe(1);
  server.journal.release();
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200]);
  expect(kept()).toHaveLength(1);
});

describe('a token', () => {
  const token = 'a+b&c/1';
  it.for<[what: string, path: string, headers: OutgoingHttpHeaders]>([
    ['a bearer', '/events/json', { Authorization: `Bearer ${token}` }],
    ['Okta', '/events/json', { Authorization: token }],
    ['a password', '/events/json', { Authorization: `Basic ${Buffer.from(`any:${token}`).toString('base64')}` }],
    ['a URL', `/events/json?x=1&token=${encodeURIComponent(token)}`, {}],
  ])('is shown by %s', async ([, path, headers]) => {
    await start({ token: new Secret(token) });
    expect(await send(path, doorOpened, headers)).toMatchObject({ status: 200 });
    expect(kept()).toHaveLength(1);
  });

  it.for<[what: string, path: string, headers: OutgoingHttpHeaders, text: RegExp]>([
    ['none', '/events/json', {}, /shows no token.*"events.token"/],
    ['another', '/events/json', { Authorization: `Bearer ${token}x` }, /shows another token/],
    ['an empty one', '/events/json?token=', {}, /shows another token/],
  ])('is asked for: %s will not do', async ([, path, headers, text]) => {
    await start({ token: new Secret(token) });
    const reply = await send(path, doorOpened, headers);
    expect(reply).toMatchObject({ status: 401, body: expect.stringMatching(text) });
    expect(kept()).toEqual([]);
    expect(server.counts.refusedRequests.get('unauthorized')).toBe(1);
    expect(JSON.stringify([server.log.lines, reply.body])).not.toContain(token);
  });
});

it('logs of a request with something broken where it came from, and no more', async () => {
  await start({ token: new Secret('let-me-in') });
  await send('/events/json?token=let-me-in', [doorOpened, 7], { Authorization: 'let-me-in' });
  expect(server.log.lines.filter(({ level }) => level === 'warn').map(({ details }) => details)).toEqual([
    { reason: 'invalid', sender: expect.stringContaining('127.0.0.1') },
  ]);
});

describe('GitHub', () => {
  // That of the example in GitHub's documentation.
  const secret = "It's a Secret to Everybody";
  const sign = (body: string, by = secret) => `sha256=${createHmac('sha256', by).update(body).digest('hex')}`;
  const body = JSON.stringify(repositoryPublicized);
  const event = { 'X-GitHub-Event': 'repository' };

  it('signs, and needs no token besides', async () => {
    await start({ githubSecret: new Secret(secret), token: new Secret('other') });
    const reply = await send('/events/github', body, { ...event, 'X-Hub-Signature-256': sign(body) });
    expect(reply).toMatchObject({ status: 200 });
    expect(kept()).toEqual([['Repository made public', 'github']]);
    expect(server.journal.alerts[0]?.output).toContain('example/payroll');
  });

  it('may send a form', async () => {
    await start({ githubSecret: new Secret(secret) });
    const form = new URLSearchParams({ payload: body }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Hub-Signature-256': sign(form) };
    expect(await send('/events/github', form, { ...event, ...headers })).toMatchObject({ status: 200 });
    expect(kept()).toHaveLength(1);
  });

  it.for<[what: string, signature: string | undefined, text: RegExp]>([
    ['nothing', undefined, /has not signed/],
    ['another secret', sign(body, 'guess'), /another secret/],
    ['another body', sign(`${body} `), /another secret/],
    ['something else', 'sha256=zz', /has not signed/],
  ])('is refused with %s', async ([, signature, text]) => {
    await start({ githubSecret: new Secret(secret) });
    const reply = await send('/events/github', body, {
      ...event,
      ...(signature !== undefined && { 'X-Hub-Signature-256': signature }),
    });
    expect(reply).toMatchObject({ status: 401, body: expect.stringMatching(text) });
    expect(kept()).toEqual([]);
  });

  it('signs as its documentation says', async () => {
    await start({ githubSecret: new Secret(secret) });
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const reply = await send('/events/github', 'Hello, World!', { ...event, 'X-Hub-Signature-256': signature });
    expect(reply).toMatchObject({ status: 400, body: expect.stringContaining('no events of github') });
  });
});

describe('Okta', () => {
  const verify = (path: string, headers: OutgoingHttpHeaders = {}) =>
    ask({ port: server.port, path, headers: { 'X-Okta-Verification-Challenge': 'abc', ...headers } });

  it('hears its challenge again', async () => {
    await start({ token: new Secret('t') });
    const reply = await verify('/events/okta', { Authorization: 't' });
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body)).toEqual({ verification: 'abc' });
  });

  it('does not without the token, or elsewhere', async () => {
    await start({ token: new Secret('t') });
    expect(await verify('/events/okta')).toMatchObject({ status: 401 });
    expect(await verify('/events/json', { Authorization: 't' })).toMatchObject({ status: 404 });
    expect(await ask({ port: server.port, path: '/events/okta' })).toMatchObject({ status: 400 });
  });
});
