import { get, type ClientRequest } from 'node:http';

/** Connections that read the live stream of a console, as open tabs do. */
export class LiveReaders implements Disposable {
  readonly #requests: readonly ClientRequest[];
  #bytes = 0;

  private constructor(requests: readonly ClientRequest[]) {
    this.#requests = requests;
  }

  /** Resolves when each has its first bytes. */
  static async open(consoleUrl: string, count: number): Promise<LiveReaders> {
    const requests: ClientRequest[] = [];
    const readers = new LiveReaders(requests);
    await Promise.all(
      Array.from({ length: count }, () => {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const request = get(`${consoleUrl}api/v1/alerts/live`, { agent: false }, (response) => {
          if (response.statusCode !== 200) reject(new Error(`The live stream was answered ${response.statusCode}`));
          response
            .on('error', () => {})
            .on('data', (chunk: Buffer) => {
              readers.#bytes += chunk.length;
              resolve();
            });
        });
        requests.push(request.on('error', reject));
        return promise;
      }),
    );
    return readers;
  }

  /** That all of them have read. */
  get bytes(): number {
    return this.#bytes;
  }

  [Symbol.dispose](): void {
    for (const request of this.#requests) request.destroy();
  }
}
