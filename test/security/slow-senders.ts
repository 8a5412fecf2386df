import { RawConnection } from './raw-connection.ts';

const request = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Slow: ${'x'.repeat(1000)}\r\n\r\n`;
const alert = `{"rule":"slow","priority":"Error","output":"${'x'.repeat(900)}`;

/** Connections that send one byte a second: half of them never get to the end of the headers, the others of the body. */
export class SlowSenders {
  readonly #connections: readonly RawConnection[];
  readonly #startedMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  #sent = 0;

  static async start(port: number, count: number): Promise<SlowSenders> {
    const connections: RawConnection[] = [];
    while (connections.length < count) {
      const some = Array.from({ length: Math.min(100, count - connections.length) }, async () =>
        RawConnection.open(port),
      );
      connections.push(...(await Promise.all(some)));
    }
    return new SlowSenders(connections);
  }

  private constructor(connections: readonly RawConnection[]) {
    this.#connections = connections;
    connections.forEach((connection, at) => connection.write(at % 2 === 0 ? request.slice(0, 20) : request));
    this.#timer = setInterval(() => this.#sendNext(), 1000);
  }

  /** How many have not been cut yet. */
  get open(): number {
    return this.#connections.filter(({ isClosed }) => !isClosed).length;
  }

  get ageMs(): number {
    return performance.now() - this.#startedMs;
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const connection of this.#connections) connection.leave();
  }

  #sendNext(): void {
    const at = this.#sent++;
    this.#connections.forEach((connection, number) => {
      const text = number % 2 === 0 ? request.slice(20) : alert;
      connection.write(text[at % text.length] ?? 'x');
    });
  }
}
