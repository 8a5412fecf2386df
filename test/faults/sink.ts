import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './program.ts';
import type { Oracle } from './oracle.ts';

export interface SinkAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a destination behaves: its answer to the next request, after some time, or none for ever. */
export type Behaviour = () => SinkAnswer | undefined | Promise<SinkAnswer | undefined>;

const accepted: SinkAnswer = { status: 200, body: 'ok' };

export const healthy: Behaviour = () => accepted;

export const neverAnswering: Behaviour = () => undefined;

export function slow(afterMs: number): Behaviour {
  return () => setTimeout(afterMs, accepted);
}

/** Accepts for one period, answers 503 for the next, and so on. */
export function flapping(periodMs: number): Behaviour {
  const startedAt = performance.now();
  return () => (Math.floor((performance.now() - startedAt) / periodMs) % 2 === 0 ? accepted : { status: 503 });
}

/** One answer after the other; accepts when there are no more. */
export function scripted(answers: readonly SinkAnswer[]): Behaviour {
  const left = [...answers];
  return () => left.shift() ?? accepted;
}

/** A request that a sink took. */
export interface Arrival {
  readonly output: string;
  /** Of the alert, from the oracle. */
  readonly id: number;
}

export interface SinkOptions {
  /** Is told what was accepted. */
  readonly oracle: Pick<Oracle, 'arrive'>;
  /** By the first part of the path, which is the name of the output to the oracle. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  readonly onArrival?: (arrival: Arrival) => void;
}

/** The destinations of webhooks. What is accepted with 2xx is reported to the oracle, right before the answer. */
export class Sink {
  readonly port: number;
  readonly #options: SinkOptions;
  readonly #requests = new Map<string, number>();
  #server: Server | undefined;

  private constructor(options: SinkOptions, port: number) {
    this.#options = options;
    this.port = port;
  }

  static async start(options: SinkOptions): Promise<Sink> {
    const sink = new Sink(options, await freePort());
    await sink.up();
    return sink;
  }

  urlOf(output: string): string {
    return `http://127.0.0.1:${this.port}/${output}`;
  }

  /** All that came, whatever the answer. */
  requests(output: string): number {
    return this.#requests.get(output) ?? 0;
  }

  /** On the same port as before. */
  async up(): Promise<void> {
    const server = createServer((request, response) => this.#serve(request, response));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  /** Connections are refused, and those that were open are cut. */
  async down(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const output = (request.url ?? '/').split('/')[1] ?? '';
    this.#requests.set(output, this.requests(output) + 1);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void this.#answer(output, Buffer.concat(chunks).toString(), response));
  }

  async #answer(output: string, body: string, response: ServerResponse): Promise<void> {
    const answer = await (this.#options.behaviours[output] ?? healthy)();
    if (!answer) return;
    if (answer.status < 300) {
      const id = this.#options.oracle.arrive(output, body);
      this.#options.onArrival?.({ output, id });
    }
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  }
}
