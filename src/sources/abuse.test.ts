import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { privilegedPodRules, ruleSetOf } from '#rules/testing/rule-set-of.ts';
import { falcoAlert } from './testing/alerts.ts';
import { ask, post, RawClient, until } from './testing/client.ts';
import { IntakeServer } from './testing/intake-server.ts';

const mebibyte = 1024 * 1024;
let server: IntakeServer;
afterEach(() => server[Symbol.asyncDispose]());

describe('a body that is too large', () => {
  it('is refused by its announced length, unread', async () => {
    server = await IntakeServer.start();
    const client = await RawClient.connect(server.port);
    client.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${16 * mebibyte + 1}\r\n\r\n`);
    const heard = await client.untilClosed();
    expect(heard).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(heard).toContain('Connection: close\r\n');
    expect(heard).toContain('larger than 16777216 bytes: send fewer alerts at a time, or raise "source.maxbody"\n');
  });

  it.for(['announced', 'chunked'])('costs no memory if its sender goes on (%s)', async (kind) => {
    server = await IntakeServer.start();
    const client = await RawClient.connect(server.port);
    const isChunked = kind === 'chunked';
    const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${1024 * mebibyte}`;
    client.write(`POST / HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n`);
    const piece = Buffer.alloc(mebibyte, ' ');
    const part = isChunked ? Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]) : piece;
    const before = process.memoryUsage.rss();
    let peak = before;
    for (let sent = 0; sent < 1024 && !client.isClosed; sent++) {
      const isWritten = new Promise((resolve) => client.socket.write(part, resolve));
      await Promise.race([isWritten, client.untilClosed()]);
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    await client.untilClosed();
    expect(client.statuses).toEqual([413]);
    expect(client.socket.bytesWritten).toBeLessThan(64 * mebibyte);
    expect(peak - before).toBeLessThan(160 * mebibyte);
    expect(server.http.inFlightBytes()).toBe(0);
    expect(await post(server.port, falcoAlert())).toMatchObject({ status: 200 });
  });

  it('is refused when it is too large only decompressed', async () => {
    server = await IntakeServer.start();
    const gzip = createGzip();
    const parts: Buffer[] = [];
    gzip.on('data', (part: Buffer) => parts.push(part));
    const blank = Buffer.alloc(16 * mebibyte, ' ');
    for (let written = 0; written < 16; written++) gzip.write(blank);
    await new Promise<void>((resolve) => gzip.on('end', resolve).end());
    const bomb = Buffer.concat(parts);
    expect(bomb.length).toBeLessThan(mebibyte);
    expect(await post(server.port, bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
    expect(server.http.inFlightBytes()).toBe(0);
  });
});

describe('a body of millions of values', () => {
  it.for(['/', '/k8s-audit'])('is refused at %s before it is read, and takes nobody else with it', async (path) => {
    server = await IntakeServer.start({ rules: ruleSetOf(privilegedPodRules) });
    const body = `[${'{},'.repeat(3_900_000)}{}]`;
    const before = process.memoryUsage.rss();
    const reply = await ask({ port: server.port, method: 'POST', path }, body);
    expect(reply).toMatchObject({ status: 413, body: expect.stringContaining('raise "source.maxvalues"') });
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * mebibyte);
    expect(await post(server.port, falcoAlert())).toMatchObject({ status: 200 });
  });
});

describe('a body that expands', () => {
  it('is refused when it is a bomb, long before its size', async () => {
    server = await IntakeServer.start();
    const bomb = gzipSync(Buffer.alloc(8 * mebibyte, ' '));
    const reply = await post(server.port, bomb, { 'content-encoding': 'gzip' });
    expect(reply).toMatchObject({ status: 413, body: expect.stringContaining('100 times as large decompressed') });
  });

  it('is taken when its alerts are much alike', async () => {
    server = await IntakeServer.start();
    const alerts = Array.from({ length: 5000 }, (_, index) => falcoAlert(index)).join('\n');
    expect(alerts.length).toBeGreaterThan(mebibyte);
    expect(await post(server.port, gzipSync(alerts), { 'content-encoding': 'gzip' })).toMatchObject({ status: 200 });
  });
});

describe('a body that cannot be decompressed', () => {
  it.for(['deflate', 'br', 'zstd', 'gzip, gzip', 'x'])('is refused for the encoding %s', async (encoding) => {
    server = await IntakeServer.start();
    const reply = await post(server.port, falcoAlert(), { 'content-encoding': encoding });
    expect(reply).toMatchObject({ status: 415, body: expect.stringContaining('send gzip or none') });
  });

  it.for([
    ['not gzip', Buffer.from(falcoAlert())],
    ['truncated', gzipSync(falcoAlert()).subarray(0, -9)],
    ['empty', Buffer.alloc(0)],
  ] as const)('is refused when it is %s', async ([, body]) => {
    server = await IntakeServer.start();
    expect(await post(server.port, body, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 400,
      body: 'Please send a valid request body\n',
    });
  });
});

it('leaves a connection usable after a small body that nobody read', async () => {
  server = await IntakeServer.start();
  const client = await RawClient.connect(server.port);
  client.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => client.statuses.length === 2, 'both are answered');
  expect(client.statuses).toEqual([400, 200]);
  client.leave();
});

it('closes the connection of a large body that nobody wants', async () => {
  server = await IntakeServer.start();
  const client = await RawClient.connect(server.port);
  client.write(`PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: ${mebibyte}\r\n\r\n`);
  await client.untilClosed();
  expect(client.statuses).toEqual([400]);
});

describe('a slow sender is cut', () => {
  const impatient = { headersTimeoutMs: 100, requestTimeoutMs: 200, keepAliveTimeoutMs: 100, checkIntervalMs: 20 };

  it.for([
    ['in the headers', 'POST / HTTP/1.1\r\nHo'],
    ['in the body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'],
  ])('%s', async ([, text = '']) => {
    server = await IntakeServer.start({ connectionLimits: impatient });
    const client = await RawClient.connect(server.port);
    client.write(text);
    await client.untilClosed();
    expect(client.statuses).toEqual([408]);
    expect(server.http.inFlightBytes()).toBe(0);
  });

  it('between two requests', async () => {
    server = await IntakeServer.start({ connectionLimits: impatient });
    const client = await RawClient.connect(server.port);
    client.write('GET /ping HTTP/1.1\r\nHost: x\r\n\r\n');
    await client.untilClosed();
    expect(client.statuses).toEqual([200]);
  });

  it('that never says anything', async () => {
    server = await IntakeServer.start({ connectionLimits: { ...impatient, silenceTimeoutMs: 100 } });
    const client = await RawClient.connect(server.port);
    await client.untilClosed();
  });
});

it('refuses headers that are too large', async () => {
  server = await IntakeServer.start();
  const client = await RawClient.connect(server.port);
  client.write(`GET /ping HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
  await client.untilClosed();
  expect(client.statuses).toEqual([431]);
});

it('accepts no more connections than it may', async () => {
  server = await IntakeServer.start({ connectionLimits: { maxConnections: 2 } });
  const clients = await Promise.all([1, 2].map(() => RawClient.connect(server.port)));
  const third = await RawClient.connect(server.port);
  await third.untilClosed();
  clients.forEach((client) => client.leave());
});

it('counts a sender that leaves in the middle, and takes the next alert', async () => {
  server = await IntakeServer.start();
  const client = await RawClient.connect(server.port);
  client.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
  await until(() => server.http.inFlightBytes() > 0, 'the beginning has arrived');
  client.leave();
  await until(() => server.counts.refusedRequests.get('aborted') === 1, 'it is counted');
  expect(server.http.inFlightBytes()).toBe(0);
  expect(await post(server.port, falcoAlert())).toMatchObject({ status: 200 });
});

it('answers a fault of its own by 500, logs it and closes the connection', async () => {
  server = await IntakeServer.start({
    parts: {
      metrics: async () => {
        throw new Error('registry is gone');
      },
      readiness: () => {
        throw new Error('no answer');
      },
    },
  });
  for (const path of ['/metrics', '/readyz']) {
    const reply = await ask({ port: server.port, path, headers: { connection: 'keep-alive' } });
    expect(reply).toMatchObject({ status: 500, headers: { connection: 'close' } });
    expect(reply.body).not.toMatch(/registry|no answer/);
  }
  expect(server.log.messages('error')).toHaveLength(2);
  expect(await ask({ port: server.port, path: '/ping' })).toMatchObject({ status: 200 });
});
