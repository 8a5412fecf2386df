import http2 from 'node:http2';
import { isIP } from 'node:net';
import { Secret } from '#kit/secret.ts';
import { basicAuthorization } from './authorization.ts';
import { callGrpc } from './grpc-call.ts';
import type { ConnectContext, HttpRequest, HttpTransport } from './output.ts';
import { openSocket, type SocketAddress } from './socket.ts';

/** What gRPC needs of the connection of an output. */
export type GrpcContext = Pick<ConnectContext, 'tls' | 'lookup' | 'signal' | 'customheaders'>;

/**
 * Sends requests as calls of gRPC with one message each way, all to one host through one connection, with TLS where the URL
 * says `https`. It is opened when it is needed, and again when the other side has closed it, as receivers do every now and then.
 */
export function openGrpcTransport(context: GrpcContext): HttpTransport {
  let current: Promise<http2.ClientHttp2Session> | undefined;

  async function open(url: URL): Promise<http2.ClientHttp2Session> {
    try {
      return await openSession(url, context);
    } catch (error) {
      current = undefined;
      throw error;
    }
  }

  async function session(url: URL): Promise<http2.ClientHttp2Session> {
    const opening = (current ??= open(url));
    const opened = await opening;
    if (!opened.closed && !opened.destroyed) return opened;
    if (current === opening) current = undefined;
    return session(url);
  }

  return {
    async send(request, signal) {
      const url = new URL(request.url.reveal());
      const opened = await unlessAborted(session(url), signal);
      return callGrpc(opened, { ...request, headers: headersOf(request, url, context) }, signal);
    },
  };
}

/** A session that fails is closed, and whoever has a call in it is told: there is nobody else to tell. */
async function openSession(url: URL, { tls, lookup, signal }: GrpcContext): Promise<http2.ClientHttp2Session> {
  const tlsOptions = url.protocol === 'https:' ? { ...tls, ALPNProtocols: ['h2'] } : undefined;
  const socket = await openSocket(addressOf(url), tlsOptions, { signal, ...(lookup && { lookup }) });
  const session = http2.connect(url.origin, { createConnection: () => socket });
  session.on('error', () => session.destroy());
  const end = () => session.destroy();
  signal.addEventListener('abort', end, { once: true });
  session.once('close', () => signal.removeEventListener('abort', end));
  return session;
}

function addressOf({ protocol, hostname, port }: URL): SocketAddress {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host: isIP(host) === 6 ? host : hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** Names in lower case, as HTTP/2 has them; what the operator added goes last. */
function headersOf(request: HttpRequest, url: URL, { customheaders = {} }: GrpcContext) {
  const { username, password } = url;
  const credentials = username === '' ? {} : { authorization: userAndPassword(username, password) };
  const all = { 'user-agent': 'Falcosidekick', ...credentials, ...request.headers };
  const entries = [...Object.entries<string | Secret>(all), ...Object.entries(customheaders)];
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

function userAndPassword(username: string, password: string): Secret {
  return basicAuthorization(decodeURIComponent(username), new Secret(decodeURIComponent(password)));
}

async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
