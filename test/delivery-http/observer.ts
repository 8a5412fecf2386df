import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { IssuedCertificate } from '#delivery/testing/certificates.ts';
import { startServer, type SeenRequest, type TestServer } from '#delivery/testing/http-server.ts';
import { acceptingAnswer } from './accepting-answer.ts';

/** What a server saw of one output. */
export interface Observed {
  readonly requests: readonly SeenRequest[];
  /** The subject of the client certificate of each request; empty where there was none. */
  readonly clients: readonly string[];
  readonly maxInFlight: number;
}

/** How the server treats an output. */
export interface Treatment {
  /** Never answers. */
  readonly isDeaf: boolean;
  /** Answers when so many requests are under way, or none came for a while. */
  readonly gathers: number;
}

interface Record {
  readonly requests: SeenRequest[];
  readonly clients: string[];
  /** Answers to the requests under way. */
  readonly answers: Set<() => void>;
  maxInFlight: number;
}

/** The header by which an output says who it is, as `slack-0-trusting`: its common options put it there. */
export const nameHeader = 'x-output';

/** How long a request waits for others of its output to come: they may have to connect first, on a machine that is busy. */
const gatherMs = 1500;
/** How long it takes to see that no other comes. */
const aloneMs = 50;

/** An HTTPS server that tells outputs apart by a header, and keeps requests waiting to see how many come at once. */
export class Observer implements AsyncDisposable {
  readonly #records = new Map<string, Record>();
  readonly #treat: (name: string) => Treatment;
  readonly server: TestServer;
  /** What came without the header. */
  readonly strangers: SeenRequest[] = [];

  private constructor(server: TestServer, treat: (name: string) => Treatment) {
    this.server = server;
    this.#treat = treat;
    server.respond = (response, request) => this.#respond(response, request);
  }

  static async start(tls: IssuedCertificate['server'], treat: (name: string) => Treatment): Promise<Observer> {
    return new Observer(await startServer(() => {}, tls), treat);
  }

  of(name: string): Observed {
    return this.#recordOf(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }

  #recordOf(name: string): Record {
    const known = this.#records.get(name);
    if (known) return known;
    const created = { requests: [], clients: [], answers: new Set<() => void>(), maxInFlight: 0 };
    this.#records.set(name, created);
    return created;
  }

  #respond(response: ServerResponse, request: IncomingMessage): void {
    const { headers, socket } = request;
    const seen = this.server.requests.at(-1);
    const name = String(headers[nameHeader] ?? '');
    if (!seen || name === '') {
      if (seen) this.strangers.push(seen);
      response.writeHead(400).end();
      return;
    }
    const record = this.#recordOf(name);
    record.requests.push(seen);
    record.clients.push(socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject?.CN ?? '') : '');
    const { isDeaf, gathers } = this.#treat(name);
    if (isDeaf) return;
    const accept = acceptingAnswer({ ...this.server, requests: [seen] }, name.replace(/-\d+-\w+$/, ''));
    const answer = () => {
      if (record.answers.delete(answer)) accept(response, request);
    };
    record.answers.add(answer);
    record.maxInFlight = Math.max(record.maxInFlight, record.answers.size);
    if (gathers === 1) setTimeout(answer, aloneMs);
    else if (record.answers.size < gathers) setTimeout(answer, gatherMs);
    else for (const one of record.answers) one();
  }
}
