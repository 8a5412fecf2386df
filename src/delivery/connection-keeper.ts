import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { ClientTls, Connection } from '#outputs/output.ts';
import { Deadlines } from './deadlines.ts';
import type { ConnectSettings, DeliveryOutput } from './delivery-output.ts';
import { createDialer } from './dialer.ts';
import { failureOf } from './failure.ts';
import type { ClosableHttpTransport } from './http-transport.ts';
import { lazyHttpTransport } from './lazy-http-transport.ts';
import type { Mask } from './mask.ts';
import { requestSlots, type DeliveryPolicy } from './policy.ts';
import type { TlsContexts } from './tls-contexts.ts';

export interface ConnectionParts {
  readonly output: DeliveryOutput;
  readonly settings: ConnectSettings;
  readonly contexts: TlsContexts;
  readonly policy: DeliveryPolicy;
  readonly clock: Clock;
  readonly log: Log;
  readonly mask: Mask;
}

/** A connection with all that has to be closed with it. */
export interface HeldConnection {
  readonly connection: Connection;
  readonly generation: number;
  close(): Promise<void>;
}

const notNeeded = new Error('The connection is not needed any more');

interface Opening {
  readonly generation: number;
  readonly held: Promise<HeldConnection>;
}

/** Connects an output when it is first needed, and again after its connection was lost. */
export class ConnectionKeeper {
  readonly #parts: ConnectionParts;
  readonly #openings: Deadlines;
  readonly #closings: Deadlines;
  #generation = 0;
  #current: Opening | undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#openings = new Deadlines(parts.clock, parts.output.timeoutMs);
    this.#closings = new Deadlines(parts.clock, parts.policy.closeMs);
  }

  /** All who need a connection share one attempt to connect; after it fails, the next call tries again. */
  async get(): Promise<HeldConnection> {
    if (!this.#current) {
      const generation = ++this.#generation;
      this.#current = { generation, held: this.#open(generation) };
    }
    const { generation, held } = this.#current;
    try {
      return await held;
    } catch (error) {
      if (this.#current?.generation === generation) this.#current = undefined;
      throw error;
    }
  }

  /** The next delivery connects anew. */
  drop(generation: number): void {
    if (this.#current?.generation === generation) void this.#release();
  }

  async close(): Promise<void> {
    this.#openings.close(notNeeded);
    await this.#release();
    this.#closings.close(notNeeded);
  }

  async #release(): Promise<void> {
    const opening = this.#current;
    this.#current = undefined;
    if (opening) await this.#closeWhenOpen(opening.held);
  }

  /** A connection that comes after all, when nobody waits for it any more, is closed. */
  async #open(generation: number): Promise<HeldConnection> {
    const ending = new AbortController();
    const opening = this.#establish(generation, ending);
    try {
      return await this.#openings.run(async () => opening);
    } catch (error) {
      ending.abort(error);
      void this.#closeWhenOpen(opening);
      throw error;
    }
  }

  /** Closing may take a while and may fail, which changes nothing for anybody. */
  async #closeWhenOpen(opening: Promise<HeldConnection>): Promise<void> {
    const { output, log, mask } = this.#parts;
    try {
      const held = await opening;
      await this.#closings.run(async () => held.close());
    } catch (error) {
      log.debug({ output: output.name, error: failureOf(error, mask).message }, 'The connection did not end well');
    }
  }

  async #establish(generation: number, ending: AbortController): Promise<HeldConnection> {
    const { output, settings, contexts, policy, clock } = this.#parts;
    const tls = await contexts.options(output.tls, settings.certificates);
    const dialer = createDialer({ destination: 'configured', allowedHosts: settings.allowedHosts });
    const clients: ClosableHttpTransport[] = [];
    const httpWith = (options: ClientTls) => {
      const client = lazyHttpTransport({
        connections: requestSlots(output, policy),
        tls: options,
        proxy: settings.proxy,
        dialer,
        customheaders: output.customheaders,
        userAgent: settings.userAgent,
        clock,
      });
      clients.push(client);
      return client;
    };
    const closeClients = async () => {
      await Promise.all(clients.map((client) => client.close()));
    };
    try {
      const connection = await output.output.connect({
        http: httpWith(tls),
        httpWith,
        tls,
        lookup: dialer.lookup,
        mutualtls: output.tls.mutualtls,
        customheaders: output.customheaders,
        stdout: settings.stdout,
        signal: ending.signal,
        lost: () => this.drop(generation),
      });
      const close = async () => {
        ending.abort(notNeeded);
        await Promise.all([connection.close(), closeClients()]);
      };
      return { connection, generation, close };
    } catch (error) {
      await closeClients();
      throw error;
    }
  }
}
