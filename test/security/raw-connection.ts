import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that writes exactly what it is told, and keeps the beginning of what it hears. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  heard = '';
  isClosed = false;

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      if (this.heard.length < 100_000) this.heard += chunk.toString('latin1');
    });
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.isClosed = true;
        resolve();
      });
    });
  }

  write(bytes: string | Buffer): void {
    if (!this.#socket.destroyed) this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Reads nothing any more. */
  pause(): void {
    this.#socket.pause();
  }

  /** Statuses of the answers so far. */
  get statuses(): readonly number[] {
    return [...this.heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  }

  /** Resolves when the other side has closed. */
  async untilClosed(): Promise<void> {
    await this.#closed;
  }

  leave(): void {
    this.#socket.destroy();
  }
}
