import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import { DeliveryError, MisconfiguredError, RejectedError, ThrottledError } from './errors.ts';
import { openGrpcTransport, type GrpcContext } from './grpc-transport.ts';
import type { HttpRequest } from './output.ts';
import { integer, message, messages, text, toBytes, identifier } from './protobuf.ts';
import { failureOf } from './testing/connect.ts';

type Answer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, body: Buffer) => void;

/** A message in its frame. */
function frame(content: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** Answers with a message, and says how it went after it, as gRPC does. */
function ending(trailers: Record<string, string>, content: Uint8Array = new Uint8Array()): Answer {
  return (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end(frame(content));
  };
}

let server: http2.Http2Server;
let answer: Answer;
let sessions: http2.ServerHttp2Session[];
let origin: string;
let closing: AbortController;
const content = toBytes([text('a', 1, 'ä')]);

beforeEach(async () => {
  sessions = [];
  closing = new AbortController();
  answer = ending({ 'grpc-status': '0' });
  server = http2.createServer().listen(0, '127.0.0.1');
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(stream, headers, Buffer.concat(chunks)));
  });
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterEach(() => {
  closing.abort();
  for (const session of sessions) session.destroy();
  server.close();
});

function open(context: Partial<GrpcContext> = {}) {
  return openGrpcTransport({ tls: {}, signal: closing.signal, ...context });
}

function call(more: Partial<HttpRequest> = {}): HttpRequest {
  const body = { bytes: content, type: 'application/grpc', shown: () => '' };
  return { url: url`${origin}/package.Service/Method`, body, ...more };
}

const soon = () => AbortSignal.timeout(10_000);

describe('a call', () => {
  it('is a POST with a message in a frame, and what the operator adds', async () => {
    let seen: readonly [IncomingHttpHeaders, Buffer] | undefined;
    answer = (stream, headers, body) => {
      seen = [headers, body];
      ending({ 'grpc-status': '0' }, content)(stream, headers, body);
    };
    const transport = open({ customheaders: { 'X-Scope': new Secret('operator') } });
    const headers = { 'X-Scope': 'output', 'Api-Key': new Secret('swordfish') };
    const response = await transport.send(call({ headers }), soon());
    expect(seen?.[0]).toMatchObject({
      ':method': 'POST',
      ':path': '/package.Service/Method',
      'content-type': 'application/grpc',
      te: 'trailers',
      'x-scope': 'operator',
      'api-key': 'swordfish',
      'user-agent': 'Falcosidekick',
    });
    expect(seen?.[1]).toEqual(frame(content));
    expect(response).toMatchObject({ status: 200, text: '' });
    expect(Buffer.from(response.bytes ?? [])).toEqual(Buffer.from(content));
  });

  it('may be compressed', async () => {
    let body: Buffer = Buffer.alloc(0);
    answer = (stream, headers, received) => {
      body = received;
      expect(headers['grpc-encoding']).toBe('gzip');
      ending({ 'grpc-status': '0' })(stream, headers, received);
    };
    await open().send(call({ gzip: true }), soon());
    expect(body.readUInt8(0)).toBe(1);
    expect(gunzipSync(body.subarray(5))).toEqual(Buffer.from(content));
  });

  it('shares a connection with the others, until the other side says goodbye', async () => {
    const transport = open();
    await Promise.all([1, 2, 3].map(async () => transport.send(call(), soon())));
    expect(sessions).toHaveLength(1);
    sessions[0]?.close();
    await expect.poll(() => sessions[0]?.destroyed).toBe(true);
    await transport.send(call(), soon());
    expect(sessions).toHaveLength(2);
  });

  it('ends with the connection', async () => {
    answer = () => closing.abort(new Error('Not needed any more'));
    const error = await failureOf(open().send(call(), soon()));
    expect(error).toBeInstanceOf(DeliveryError);
    await expect.poll(() => sessions[0]?.destroyed).toBe(true);
  });

  it('is given up after its time', async () => {
    answer = () => {};
    const error = await failureOf(open().send(call(), AbortSignal.timeout(50)));
    expect(error).toMatchObject({ name: 'TimeoutError' });
  });

  it('goes only where names may lead', async () => {
    const lookup: GrpcContext['lookup'] = (_host, _options, done) => done(new MisconfiguredError('not there'), '');
    const target = call({ url: url`http://localhost:1/a/b` });
    expect(String(await failureOf(open({ lookup }).send(target, soon())))).toContain('not there');
  });
});

const infos = (type: string, value: Uint8Array) =>
  Buffer.from(
    toBytes([
      integer('code', 1, 14n),
      text('message', 2, 'busy'),
      messages('details', 3, [[text('type_url', 1, `type.googleapis.com/${type}`), identifier('value', 2, value)]]),
    ]),
  ).toString('base64');
const delay = toBytes([message('retry_delay', 1, [integer('seconds', 1, 2n), integer('nanos', 2, 500_000_000n)])]);

describe('an answer', () => {
  it.for([
    ['3', RejectedError, 400],
    ['16', MisconfiguredError, 401],
    ['7', MisconfiguredError, 403],
    ['12', MisconfiguredError, 501],
    ['5', MisconfiguredError, 404],
    ['14', DeliveryError, 503],
    ['13', DeliveryError, 500],
    ['8', DeliveryError, 429],
    ['99', DeliveryError, 500],
    ['no number', DeliveryError, 500],
  ] as const)('of status %s is an error of its kind', async ([code, kind, status]) => {
    answer = ending({ 'grpc-status': code, 'grpc-message': 'no%20way %zz' });
    const error = await failureOf(open().send(call(), soon()));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, answer: 'no%20way %zz' });
  });

  it('may stand in the headers alone', async () => {
    answer = (stream) =>
      stream.respond({ ':status': 200, 'grpc-status': '3', 'grpc-message': 'bad%20%C3%A4' }, { endStream: true });
    expect(await failureOf(open().send(call(), soon()))).toMatchObject({ name: 'RejectedError', answer: 'bad ä' });
  });

  it('may ask for a pause', async () => {
    const details = infos('google.rpc.RetryInfo', delay);
    answer = ending({ 'grpc-status': '8', 'grpc-status-details-bin': details });
    const error = await failureOf(open().send(call(), soon()));
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ retryAfterMs: 2500 });
    answer = ending({ 'grpc-status': '8', 'grpc-status-details-bin': infos('google.rpc.Other', delay) });
    expect(await failureOf(open().send(call(), soon()))).not.toBeInstanceOf(ThrottledError);
  });

  it('of too large a message condemns it, and no other does that with this status', async () => {
    const reason = 'grpc: received message larger than max (5 vs. 4)';
    answer = ending({ 'grpc-status': '8', 'grpc-message': reason });
    expect(await failureOf(open().send(call(), soon()))).toBeInstanceOf(RejectedError);
  });

  it.for([
    [503, DeliveryError, 'UNAVAILABLE: HTTP 503'],
    [401, MisconfiguredError, 'UNAUTHENTICATED: HTTP 401'],
    [404, MisconfiguredError, 'UNIMPLEMENTED: HTTP 404'],
    [200, DeliveryError, 'UNKNOWN: HTTP 200'],
  ] as const)('of a proxy, %i, is told by its status', async ([status, kind, reason]) => {
    answer = (stream) => {
      stream.respond({ ':status': status });
      stream.end('<html>');
    };
    const error = await failureOf(open().send(call(), soon()));
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toContain(reason);
  });

  it('that breaks off is tried again', async () => {
    answer = (stream) => stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
    const error = await failureOf(open().send(call(), soon()));
    expect(error).toMatchObject({ name: 'DeliveryError', status: undefined });
    answer = (stream) => stream.session?.destroy();
    expect(await failureOf(open().send(call(), soon()))).toMatchObject({ name: 'DeliveryError' });
  });

  it('is read no further than it can be used', async () => {
    answer = ending({ 'grpc-status': '0' }, new Uint8Array(1_000_000));
    const { bytes } = await open().send(call(), soon());
    expect(bytes?.length).toBeLessThan(70_000);
  });
});

it.for([{ 'bad name': 'x' }, { a: 'x\r\ny' }, { connection: 'keep-alive' }])(
  'does not send the headers %j',
  async (headers) => {
    const error = await failureOf(open().send(call({ headers }), soon()));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).not.toContain('x');
  },
);
