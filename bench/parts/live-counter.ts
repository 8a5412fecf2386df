import { get, type ClientRequest } from 'node:http';
import { z } from 'zod';

const alerts = z.array(z.unknown());
const dropped = z.object({ count: z.number() });

/** Follows the live stream of a console without a break, and counts what it is told. */
export class LiveCounter implements Disposable {
  #request: ClientRequest | undefined;
  #unread = '';
  #sent = 0;
  #leftOut = 0;

  private constructor() {}

  /** Resolves once the stream has begun. */
  static async open(consoleUrl: string): Promise<LiveCounter> {
    const counter = new LiveCounter();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    counter.#request = get(`${consoleUrl}api/v1/alerts/live`, { agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The live stream was answered ${response.statusCode}`));
      response
        .setEncoding('utf8')
        .on('error', () => {})
        .on('data', (text: string) => {
          counter.#take(text);
          resolve();
        });
    }).on('error', reject);
    await promise;
    return counter;
  }

  /** Alerts that were sent or said to be left out, since the stream began. */
  get told(): number {
    return this.#sent + this.#leftOut;
  }

  [Symbol.dispose](): void {
    this.#request?.destroy();
  }

  #take(text: string): void {
    const events = (this.#unread + text).split('\n\n');
    this.#unread = events.pop() ?? '';
    for (const event of events) {
      const [, name = ''] = /^event: (.*)$/m.exec(event) ?? [];
      const [, data = ''] = /^data: (.*)$/m.exec(event) ?? [];
      if (name === 'alerts') this.#sent += alerts.parse(JSON.parse(data)).length;
      if (name === 'dropped') this.#leftOut += dropped.parse(JSON.parse(data)).count;
    }
  }
}
