import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { falcoAlert } from './testing/alerts.ts';
import { ask, post, RawClient, until } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

let server: IntakeServer;
beforeAll(async () => {
  server = await IntakeServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

const refused = {
  'content-type': 'text/plain; charset=utf-8',
  'x-content-type-options': 'nosniff',
};

describe('an alert', () => {
  it.for(['/', '/foo', '/ping/', '/debug/vars', '/?a=b', '/foo%2'])('posted to %s is kept', async (path) => {
    const before = server.journal.alerts.length;
    const reply = await ask({ port: server.port, method: 'POST', path }, falcoAlert());
    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(reply.headers).toMatchObject({ 'content-length': '0' });
    expect(reply.headers).not.toHaveProperty('content-type');
    expect(server.journal.alerts).toHaveLength(before + 1);
  });

  it.for(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('is refused by method %s', async (method) => {
    const reply = await ask({ port: server.port, method }, method === 'GET' ? undefined : falcoAlert());
    expect(reply).toMatchObject({ status: 400, body: 'Please send with post http method\n', headers: refused });
  });

  it('that is not valid is refused', async () => {
    const reply = await post(server.port, '{}');
    expect(reply).toMatchObject({ status: 400, body: 'Please send a valid request body\n', headers: refused });
  });
});

describe('/ping', () => {
  it.for(['GET', 'POST', 'DELETE'])('answers to %s', async (method) => {
    const reply = await ask({ port: server.port, method, path: '/ping' });
    expect(reply).toMatchObject({ status: 200, body: 'pong\n' });
    expect(reply.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'content-length': '5' });
    expect(reply.headers).not.toHaveProperty('x-content-type-options');
  });

  it('answers to HEAD with headers only', async () => {
    const reply = await ask({ port: server.port, method: 'HEAD', path: '/ping' });
    expect(reply).toMatchObject({ status: 200, body: '', headers: { 'content-length': '5' } });
  });

  it('is also found percent-encoded and with a query', async () => {
    expect(await ask({ port: server.port, path: '/%70ing?x=1' })).toMatchObject({ status: 200, body: 'pong\n' });
  });
});

it('/healthz is always well, in the bytes of Falcosidekick', async () => {
  const reply = await ask({ port: server.port, path: '/healthz' });
  expect(reply).toMatchObject({ status: 200, body: '{"status": "ok"}' });
  expect(reply.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '16' });
});

it('/test keeps the test alert, on POST only and whatever the body', async () => {
  const before = server.journal.alerts.length;
  const request = { port: server.port, path: '/test' };
  expect(await ask(request)).toMatchObject({ status: 400, body: 'Please send with post http method\n' });
  expect(await ask({ ...request, method: 'POST' }, 'not json')).toMatchObject({ status: 200, body: '' });
  expect(await ask({ ...request, method: 'POST' })).toMatchObject({ status: 200, body: '' });
  expect(server.journal.alerts.slice(before)).toMatchObject(
    Array.from({ length: 2 }, () => ({
      rule: 'Test rule',
      source: 'internal',
      hostname: 'falcosidekick',
      priority: 'Debug',
    })),
  );
});

it('/metrics answers what the metrics say', async () => {
  const reply = await ask({ port: server.port, path: '/metrics' });
  expect(reply).toMatchObject({ status: 200, body: 'up 1\n' });
  expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4');
});

it('/livez and /readyz tell Kubernetes how it is', async () => {
  expect(await ask({ port: server.port, path: '/livez' })).toMatchObject({ status: 200, body: 'ok' });
  expect(await ask({ port: server.port, path: '/readyz' })).toMatchObject({
    status: 200,
    body: '{"status":"ready","reasons":[]}',
  });
  server.readiness = { ready: false, reasons: ['the disk is full'] };
  expect(await ask({ port: server.port, path: '/readyz' })).toMatchObject({
    status: 503,
    body: '{"status":"not ready","reasons":["the disk is full"]}',
    headers: { 'content-type': 'application/json' },
  });
  server.readiness = { ready: true, reasons: [] };
});

describe('a path that is not clean', () => {
  it.for([
    ['//x', '/x'],
    ['//ping?a=b', '/ping?a=b'],
    ['/a/../ping', '/ping'],
    ['/./', '/'],
    ['/a//', '/a/'],
  ])('%s is redirected to %s', async ([path = '', location = '']) => {
    const reply = await ask({ port: server.port, path });
    expect(reply).toMatchObject({ status: 301, headers: { location, 'content-type': 'text/html; charset=utf-8' } });
    expect(reply.body).toBe(`<a href="${location}">Moved Permanently</a>.\n\n`);
    expect(await ask({ port: server.port, path, method: 'POST' }, falcoAlert())).toMatchObject({
      status: 301,
      body: '',
    });
  });

  it('cannot put markup or headers into the answer', async () => {
    const client = await RawClient.connect(server.port);
    client.write('GET //"><b>\u00e9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const heard = await client.untilClosed();
    expect(heard).not.toContain('<b>');
    expect(heard).not.toContain('\u00e9');
  });
});

describe('the protocol', () => {
  it('sends only the headers that Falcosidekick sends', async () => {
    const client = await RawClient.connect(server.port);
    client.write('GET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => client.heard.endsWith('pong\n'), 'there is an answer');
    const names = client.heard
      .split('\r\n\r\n')[0]
      ?.split('\r\n')
      .slice(1)
      .map((line) => line.split(':')[0]);
    expect(names?.toSorted()).toEqual(['Content-Length', 'Content-Type', 'Date']);
    client.leave();
  });

  it('answers pipelined requests in order', async () => {
    const client = await RawClient.connect(server.port);
    const alert = falcoAlert(77);
    client.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${alert.length}\r\n\r\n${alert}` +
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}' +
        'GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    await client.untilClosed();
    expect(client.statuses).toEqual([200, 400, 200]);
  });

  it('asks for the body of a sender that expects it to, and only then', async () => {
    const client = await RawClient.connect(server.port);
    const alert = falcoAlert(78);
    const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length:`;
    client.write(`${head} ${alert.length}\r\n\r\n`);
    await until(() => client.heard.includes('100 Continue'), 'the body is asked for');
    client.write(alert);
    await client.untilClosed();
    expect(client.statuses).toEqual([100, 200]);

    const tooLarge = (await RawClient.connect(server.port)).write(`${head} 999999999\r\n\r\n`);
    await tooLarge.untilClosed();
    expect(tooLarge.statuses).toEqual([413]);
  });

  it.for([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['an unknown transfer encoding', 'Transfer-Encoding: gzip\r\n\r\n{}'],
    ['a length that is no number', 'Content-Length: 2x\r\n\r\n{}'],
  ])('refuses %s', async ([, rest]) => {
    const client = await RawClient.connect(server.port);
    client.write(`POST / HTTP/1.1\r\nHost: x\r\n${rest}`);
    await client.untilClosed();
    expect(client.statuses).toEqual([400]);
  });

  it('takes a whole URL as target', async () => {
    const client = await RawClient.connect(server.port);
    client.write('GET http://tiercel/ping HTTP/1.1\r\nHost: tiercel\r\nConnection: close\r\n\r\n');
    expect(await client.untilClosed()).toContain('pong');
  });
});
