import { createConnection } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import { FakeClock } from '#kit/testing/fake-clock.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from '#outputs/errors.ts';
import type { HttpRequest } from '#outputs/output.ts';
import { createDialer } from './dialer.ts';
import { openHttpTransport, type ClosableHttpTransport, type HttpTransportSettings } from './http-transport.ts';
import { answering, startServer, type TestServer } from './testing/http-server.ts';
import { TlsContexts } from './tls-contexts.ts';

const never = new AbortController().signal;
const clock = new FakeClock();
const secret = new Secret('T0p-s3cr3t/path');
const contexts = new TlsContexts();
let server: TestServer;
let transport: ClosableHttpTransport;

async function open(changes: Partial<HttpTransportSettings> = {}): Promise<ClosableHttpTransport> {
  const files = { cacertfile: '', mutual: { certfile: '', keyfile: '', cacertfile: '' } };
  return openHttpTransport({
    connections: 1,
    tls: await contexts.options({ checkcert: true, mutualtls: false }, files),
    proxy: { httpProxy: '', httpsProxy: '', noProxy: '' },
    dialer: createDialer({ destination: 'configured', allowedHosts: [] }),
    customheaders: {},
    userAgent: 'Falcosidekick',
    clock,
    ...changes,
  });
}

beforeEach(async () => {
  server = await startServer(answering(200));
  transport = await open();
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await transport.close();
});

function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return { url: url`${server.origin}/hooks/${secret}`, body: { json: { text: 'a < b & c' } }, ...changes };
}

async function errorOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => new Error('succeeded'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new TypeError('Not a DeliveryError', { cause: error });
  return error;
}

describe('a request', () => {
  it('is JSON as Go writes it, under the name of Falcosidekick', async () => {
    await transport.send(request(), never);
    const [seen] = server.requests;
    expect(seen?.method).toBe('POST');
    expect(seen?.url).toBe('/hooks/T0p-s3cr3t%2Fpath');
    expect(seen?.body.toString()).toBe('{"text":"a \\u003c b \\u0026 c"}\n');
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Falcosidekick',
      'content-length': '31',
    });
  });

  it('is text as it is, with its own type, compressed when asked for', async () => {
    const body = { text: 'one\ntwo\n', type: 'application/x-ndjson' };
    await transport.send(request({ body, gzip: true, method: 'PUT' }), never);
    const [seen] = server.requests;
    expect(seen?.method).toBe('PUT');
    expect(seen?.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' });
    expect(gunzipSync(seen?.body ?? '').toString()).toBe('one\ntwo\n');
  });

  it('carries the secrets of its headers, and the custom headers in place of its own', async () => {
    transport = await open({ customheaders: { 'X-TENANT': new Secret('custom'), 'user-agent': new Secret('mine') } });
    await transport.send(request({ headers: { 'X-Tenant': 'own', Authorization: secret } }), never);
    expect(server.requests[0]?.headers).toMatchObject({
      'x-tenant': 'custom',
      'user-agent': 'mine',
      authorization: 'T0p-s3cr3t/path',
    });
  });

  it('turns credentials in the URL into a header', async () => {
    await transport.send(request({ url: url`${server.origin.replace('//', '//user:p%40ss@')}/` }), never);
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:p@ss')}`);
  });

  it('keeps the connection for the next', async () => {
    server.respond = answering(200, {}, 'ok');
    for (let sent = 0; sent < 5; sent++) await transport.send(request(), never);
    expect(server.requests).toHaveLength(5);
    expect(server.connections()).toBe(1);
  });

  it('refuses headers that HTTP forbids without showing them', async () => {
    const error = await errorOf(transport.send(request({ headers: { 'X-Rule': 'a\r\nX-Evil: b' } }), never));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error.message).toBe('The header "X-Rule" would hold characters that HTTP forbids');
    await expect(open({ customheaders: { 'bad name': secret } })).rejects.toThrow(MisconfiguredError);
    expect(server.requests).toHaveLength(0);
  });

  it('with a header that belongs to the connection is a wrong setting', async () => {
    transport = await open({ customheaders: { 'Transfer-Encoding': secret } });
    const error = await errorOf(transport.send(request(), never));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error.message).not.toContain('s3cr3t');
  });

  it('is refused when its body cannot be written', async () => {
    const error = await errorOf(transport.send(request({ body: { json: { big: 1n } } }), never));
    expect(error).toBeInstanceOf(RejectedError);
  });
});

describe('an answer', () => {
  it.for([200, 201, 202, 204, 299])('of %i is a success', async (status) => {
    server.respond = answering(status, { 'X-Id': '7' }, status === 204 ? '' : 'done');
    const response = await transport.send(request(), never);
    expect(response).toMatchObject({ status, text: status === 204 ? '' : 'done', headers: { 'x-id': '7' } });
  });

  it.for([
    [400, RejectedError],
    [401, MisconfiguredError],
    [403, MisconfiguredError],
    [404, MisconfiguredError],
    [405, MisconfiguredError],
    [408, DeliveryError],
    [410, MisconfiguredError],
    [413, RejectedError],
    [418, DeliveryError],
    [422, RejectedError],
    [425, DeliveryError],
    [429, DeliveryError],
    [500, DeliveryError],
    [502, DeliveryError],
    [503, DeliveryError],
    [504, DeliveryError],
  ] as const)('of %i is an error of its kind', async ([status, kind]) => {
    server.respond = answering(status, {}, 'why'.repeat(2000));
    const error = await errorOf(transport.send(request(), never));
    expect(error.constructor).toBe(kind);
    expect(error.status).toBe(status);
    expect(error.answer).toBe('why'.repeat(2000).slice(0, 2048));
    expect(error.message).toContain(`127.0.0.1:${server.port} answered ${status}`);
    expect(error.message).not.toContain('s3cr3t');
  });

  it.for([
    ['7', 7000],
    ['Sat, 31 Jan 2026 12:01:00 GMT', 60_000],
    ['315360000', 315_360_000_000],
  ] as const)('of 429 or 503 with Retry-After %s asks for a pause', async ([retryAfter, pauseMs]) => {
    for (const status of [429, 503]) {
      server.respond = answering(status, { 'Retry-After': retryAfter });
      const error = await errorOf(transport.send(request(), never));
      expect(error).toBeInstanceOf(ThrottledError);
      expect(error).toMatchObject({ retryAfterMs: pauseMs, status });
    }
  });

  it.for(['0', '-1', 'soon', ''])('of 429 with Retry-After "%s" is tried again as usual', async (retryAfter) => {
    server.respond = answering(429, { 'Retry-After': retryAfter });
    expect((await errorOf(transport.send(request(), never))).constructor).toBe(DeliveryError);
  });

  it('that redirects is not followed, and only the host of its target is named', async () => {
    server.respond = answering(302, { Location: 'https://login.example.com/in?token=s3cr3t' });
    const error = await errorOf(transport.send(request(), never));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(error.message).toBe(
      `127.0.0.1:${server.port} redirects to login.example.com (302), which is not followed: configure the final URL`,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('is read no further than 64 kB, however long it is', async () => {
    server.respond = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) {
          // Until the other side does not take more.
        }
      };
      response.on('drain', pour);
      pour();
    };
    const response = await transport.send(request(), never);
    expect(response.text).toHaveLength(65_536);
    server.respond = answering(200, {}, 'next');
    expect((await transport.send(request(), never)).text).toBe('next');
  });

  it('with endless headers is no answer', async () => {
    server.respond = (response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\n${'X-Filler: 0123456789\r\n'.repeat(10_000)}`);
    };
    const error = await errorOf(transport.send(request(), never));
    expect(error.message).toBe(`127.0.0.1:${server.port} answered with too many headers`);
  });

  it('that is not HTTP is no answer', async () => {
    server.respond = (response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n');
    expect((await errorOf(transport.send(request(), never))).message).toContain('is not HTTP');
  });
});

describe('no answer', () => {
  it('of a connection that is reset says so, without the URL', async () => {
    server.respond = (response) => response.socket?.resetAndDestroy();
    const error = await errorOf(transport.send(request(), never));
    expect(error.constructor).toBe(DeliveryError);
    expect(error.message).toBe(`127.0.0.1:${server.port} closed the connection before it answered`);
    expect(error.cause).toBeUndefined();
  });

  it('of a port where nobody listens says so', async () => {
    await server[Symbol.asyncDispose]();
    const error = await errorOf(transport.send(request(), never));
    expect(error.message).toBe(`127.0.0.1:${server.port} refuses connections`);
    server = await startServer(answering(200));
  });

  it('of a name that does not exist says so', async () => {
    const error = await errorOf(transport.send(request({ url: url`http://nowhere.invalid/${secret}` }), never));
    expect(error.message).toMatch(/^nowhere\.invalid (is unknown|could not be looked up)/);
  });

  it.for(['before the headers', 'within the body'])('%s ends with the reason of the signal', async (when) => {
    const aborting = new AbortController();
    server.respond = (response) => {
      if (when === 'within the body') response.writeHead(200).write('begun');
      setImmediate(() => aborting.abort(new DeliveryError('too late')));
    };
    expect((await errorOf(transport.send(request(), aborting.signal))).message).toBe('too late');
  });
});

it('closes its connections', async () => {
  await transport.send(request(), never);
  await transport.close();
  await server[Symbol.asyncDispose]();
  const refused = createConnection(server.port, '127.0.0.1');
  await expect(new Promise((_, reject) => refused.on('error', reject))).rejects.toThrow('ECONNREFUSED');
  server = await startServer(answering(200));
});
