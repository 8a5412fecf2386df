import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import https, { type RequestOptions as TlsRequestOptions } from 'node:https';
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request on a connection of its own unless `agent` says otherwise. */
export function ask(options: RequestOptions, body?: string | Buffer): Promise<Reply> {
  return finish(http.request({ host: '127.0.0.1', agent: false, ...options }), body);
}

export function askTls(options: TlsRequestOptions, body?: string | Buffer): Promise<Reply> {
  return finish(https.request({ host: '127.0.0.1', agent: false, ...options }), body);
}

export function post(port: number, body: string | Buffer, headers: Record<string, string> = {}): Promise<Reply> {
  return ask({ port, method: 'POST', headers }, body);
}

async function finish(request: http.ClientRequest, body: string | Buffer | undefined): Promise<Reply> {
  const response = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  request.end(body);
  const incoming = await response;
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: text };
}

/** A client that writes exactly what it is told, and keeps what it hears. */
export class RawClient {
  readonly socket: Socket;
  heard = '';
  isClosed = false;
  readonly #closed: Promise<void>;

  static async connect(port: number, host = '127.0.0.1'): Promise<RawClient> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => (this.heard += chunk.toString('latin1')));
    socket.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.isClosed = true;
        resolve();
      });
    });
  }

  write(text: string | Buffer): this {
    this.socket.write(text);
    return this;
  }

  /** Resolves to all that was heard when the other side has closed. */
  async untilClosed(): Promise<string> {
    await this.#closed;
    return this.heard;
  }

  /** Statuses of the answers so far. */
  get statuses(): readonly number[] {
    return [...this.heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** Polls until a condition holds. @throws Error naming what was waited for */
export async function until(condition: () => boolean, what: string, timeoutMs = 15_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
