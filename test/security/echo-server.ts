import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** What came over one connection so far. */
export type Misbehave = (socket: Socket, request: string) => void;

/** A server on a free port of this machine that quotes what it was sent, in an answer of any kind. */
export interface EchoServer extends AsyncDisposable {
  readonly port: number;
  /** All requests. */
  readonly heard: () => string;
}

/** @param misbehave is called once a request is complete, as far as one can tell for any protocol. */
export async function startEchoServer(misbehave: Misbehave, tls?: TlsOptions): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  let heard = '';
  const serve = (socket: Socket) => {
    let request = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      request += chunk.toString('latin1');
      if (!isComplete(request)) return;
      const complete = request;
      request = '';
      misbehave(socket, complete);
    });
  };
  const server: Server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    heard: () => heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function isComplete(request: string): boolean {
  const end = request.indexOf('\r\n\r\n');
  const length = Number(/^content-length: *(\d+)/im.exec(request)?.[1] ?? 0);
  return isRedis(request) ? request.endsWith('\r\n') : end >= 0 && request.length >= end + 4 + length;
}

export function isRedis(request: string): boolean {
  return request.startsWith('*');
}

/** The request in each way that services have of quoting it: as it is, decoded, in JSON, in HTML. */
export function quoted(request: string): string {
  const [, credentials = ''] = /^authorization: *basic (\S+)/im.exec(request) ?? [];
  const decoded = [Buffer.from(credentials, 'base64').toString(), unescaped(/^\S+ (\S+)/.exec(request)?.[1] ?? '')];
  const plain = [...decoded, request].join('\n');
  const html = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return [...decoded, JSON.stringify({ description: plain }), html, request].join('\n');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Answers in HTTP, or to Redis in its protocol. */
export function quoting(status: number, headers: Readonly<Record<string, string>> = {}, repeat = 1): Misbehave {
  return (socket, request) => {
    if (isRedis(request)) return void socket.write(`-ERR ${quoted(request).replaceAll(/[\r\n]+/g, ' ')}\r\n`);
    const body = quoted(request).repeat(repeat);
    const lines = Object.entries(headers).map(
      ([name, value]) => `${name}: ${value.replace('%q', oneLine(request))}\r\n`,
    );
    socket.write(`HTTP/1.1 ${status} ${oneLine(request)}\r\nX-Quote: ${oneLine(request)}\r\n${lines.join('')}`);
    socket.write(`Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n`);
    socket.write(body, 'latin1');
  };
}

/** The request line and the headers, fit for a header. */
function oneLine(request: string): string {
  return request.slice(0, request.indexOf('\r\n\r\n')).replaceAll(/\r\n/g, ' ');
}
