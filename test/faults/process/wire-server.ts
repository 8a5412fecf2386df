import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A request as it came over the wire, and where its answer goes. */
export interface WireRequest {
  /** The first part of the path. */
  readonly name: string;
  /** The request line and the headers. */
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
}

export type OnWireRequest = (request: WireRequest) => void;

/** An HTTP server that leaves every byte of the answer to whoever asks, as no library for servers does. */
export class WireServer {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>, port: number) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = port;
  }

  static async start(onRequest: OnWireRequest): Promise<WireServer> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // The other side cuts what it has heard enough of.
      socket.on('error', () => {});
      readRequests(socket, onRequest);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return new WireServer(server, sockets, typeof address === 'object' && address !== null ? address.port : 0);
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${this.port}/${name}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** One request after the other, each with a `Content-Length`, as a webhook sends them. */
function readRequests(socket: Socket, onRequest: OnWireRequest): void {
  let unread = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const headEnd = unread.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = unread.subarray(0, headEnd).toString('latin1');
      const bodyStart = headEnd + 4;
      const bodyEnd = bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (unread.length < bodyEnd) return;
      const body = unread.subarray(bodyStart, bodyEnd).toString();
      unread = unread.subarray(bodyEnd);
      onRequest({ name: head.split(' ')[1]?.split('/')[1] ?? '', head, body, socket });
    }
  });
}
