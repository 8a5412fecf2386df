import { Client } from 'undici';
import type { Oracle } from '../oracle.ts';
import type { OnProgress } from '../scenario.ts';

/** Alerts that are too large for an oracle to make anew. */
export class LargeSenders {
  readonly #bytes: number;
  readonly #acked = new Set<number>();
  readonly #arrived = new Set<number>();
  readonly statuses: Record<string, number> = {};
  #issued = 0;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  get missing(): number {
    return [...this.#acked].filter((number) => !this.#arrived.has(number)).length;
  }

  /** Stands between a sink and the oracle of the ordinary alerts. */
  arrive(output: string, body: string, oracle: Oracle): number {
    const number = Number(/"large":(\d+)/.exec(body)?.[1] ?? 0);
    if (number === 0) return oracle.arrive(output, body);
    if (body.length >= this.#bytes) this.#arrived.add(number);
    return 0;
  }

  async post(url: string, connections: number, bodiesPerConnection: number, onProgress: OnProgress): Promise<void> {
    let done = 0;
    const sender = async () => {
      const client = new Client(new URL(url).origin, { headersTimeout: 0, bodyTimeout: 0 });
      for (let count = 0; count < bodiesPerConnection; count++) {
        await this.#postOne(client);
        onProgress(++done, connections * bodiesPerConnection);
      }
      await client.destroy();
    };
    await Promise.all(Array.from({ length: connections }, sender));
  }

  async #postOne(client: Client): Promise<void> {
    const number = ++this.#issued;
    const start = `{"output":"large ${number}","priority":"Notice","rule":"Large","time":"2026-01-01T00:00:00Z","output_fields":{"large":${number},"filler":"`;
    const body = Buffer.concat([Buffer.from(start), Buffer.alloc(this.#bytes, 'x'), Buffer.from('"}}')]);
    const status = await client.request({ path: '/', method: 'POST', body }).then(
      async (response) => {
        await response.body.dump();
        return response.statusCode;
      },
      () => 0,
    );
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status === 200) this.#acked.add(number);
  }
}
