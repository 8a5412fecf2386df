import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Secret } from '#kit/secret.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { errorOfGrpcStatus, grpcCodeOfHttp } from './grpc-status.ts';
import type { HttpRequest, HttpResponse } from './output.ts';

const compress = promisify(gzip);
const maxAnswerBytes = 64 * 1024;

/** What came back of a call. */
interface Answer {
  readonly headers: IncomingHttpHeaders;
  /** The same as the headers where there is no body. */
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * One call, as https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md has it: a POST whose body is the message in a
 * frame, answered by 200 whatever happens; how it went stands after the body.
 */
export async function callGrpc(
  session: ClientHttp2Session,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const url = new URL(request.url.reveal());
  const frame = await framed(request);
  const { headers, trailers, body } = await exchange(session, headersOf(request, url), frame, signal, url.host);
  const status = Number(headers[':status']);
  const ended = trailers['grpc-status'] ?? headers['grpc-status'];
  const code = ended === undefined ? grpcCodeOfHttp(status) : Number(ended);
  const bytes = body.subarray(frameHeadLength);
  if (code === 0) return { status, headers: {}, bytes, text: '' };
  const message = decoded(textOf(trailers['grpc-message'] ?? headers['grpc-message']));
  const details = textOf(trailers['grpc-status-details-bin'] ?? headers['grpc-status-details-bin']);
  throw errorOfGrpcStatus({ code, message: ended === undefined ? `HTTP ${status}` : message, details }, url.host);
}

/** Whether it is compressed, and the length. */
const frameHeadLength = 5;

async function framed({ body, gzip: isCompressed = false }: HttpRequest): Promise<Buffer> {
  const plain = body && 'bytes' in body ? body.bytes : new Uint8Array();
  const content = isCompressed ? await compress(plain) : plain;
  const head = Buffer.alloc(frameHeadLength);
  head.writeUInt8(isCompressed ? 1 : 0);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

function headersOf({ headers = {}, gzip: isCompressed }: HttpRequest, url: URL): OutgoingHttpHeaders {
  const own = Object.entries(headers).map(([name, value]) =>
    checked(name, value instanceof Secret ? value.reveal() : value),
  );
  return {
    ':method': 'POST',
    ':path': url.pathname,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...(isCompressed && { 'grpc-encoding': 'gzip' }),
    ...Object.fromEntries(own),
  };
}

/** Node leaves out such a look at what goes over HTTP/2, and a gateway may pass it on over HTTP/1. */
function checked(name: string, value: string): readonly [name: string, value: string] {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return [name, value];
  } catch {
    throw new MisconfiguredError(badHeader);
  }
}

/** Which one, and what is wrong with it, is not said: it may be a secret. */
const badHeader = 'A header cannot be sent by gRPC: check names and values of headers and customheaders';

async function exchange(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  frame: Buffer,
  signal: AbortSignal,
  host: string,
): Promise<Answer> {
  try {
    return await answerTo(session.request(headers, { signal }), frame);
  } catch (error) {
    signal.throwIfAborted();
    throw brokenOff(error, host);
  }
}

function answerTo(stream: ClientHttp2Stream, frame: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let [headers, trailers]: IncomingHttpHeaders[] = [];
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('response', (received) => (headers = received));
    stream.on('trailers', (received) => (trailers = received));
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxAnswerBytes) chunks.push(chunk);
    });
    stream.on('error', reject);
    stream.on('close', () => {
      if (!headers) return reject(new DeliveryError('It was closed'));
      return resolve({ headers, trailers: trailers ?? headers, body: Buffer.concat(chunks) });
    });
    stream.end(frame);
  });
}

/** Node's codes say enough; its messages are left out, as everywhere. */
function brokenOff(error: unknown, host: string): DeliveryError {
  const code = codeOf(error);
  if (code.includes('HEADER')) return new MisconfiguredError(badHeader);
  return code === 'ERR_HTTP2_ERROR'
    ? new MisconfiguredError(`${host} does not speak gRPC: check the port in "endpoint", and "protocol"`)
    : new DeliveryError(`${host} broke off the call (${code})`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'closed';
}

function textOf(header: string | string[] | undefined): string {
  return Array.isArray(header) ? header.join('') : (header ?? '');
}

/** Percent-encoded, unless somebody forgot to. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
