import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { Slots } from '#kit/slots.ts';
import { answer, errorText } from './answer.ts';
import { watchCertificates } from './certificate-watch.ts';
import type { ConnectionLimits } from './limits.ts';
import { cannotListen } from './listener-error.ts';
import type { PortSettings, WantedPort } from './listener-settings.ts';
import type { ServerCertificates } from './server-certificates.ts';

export interface PortContext {
  readonly limits: ConnectionLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a port is to be. */
export interface PortPlan extends WantedPort {
  /** From the files of `settings.tls`. */
  readonly certificates: ServerCertificates | undefined;
}

const announcements: Readonly<Record<PortSettings['option'], string>> = {
  listenport: 'Listening for alerts',
  'tlsserver.notlsport': 'Listening for alerts',
  'audit.listenports': 'Listening for audit events',
  'console.listenport': 'The console is listening',
};

/** An open port of HTTP/1.1, plain or TLS. Handler and certificates can be exchanged while it serves. */
export class HttpPort {
  readonly #context: PortContext;
  readonly #server: Server | TlsServer;
  readonly #sockets = new Set<Socket>();
  readonly #responses = new Slots<ServerResponse>();
  #plan: PortPlan;
  #watch = new AbortController();
  #closed: Promise<void> | undefined;

  /** @throws ListenerError naming the address and the remedy */
  static async open(plan: PortPlan, context: PortContext): Promise<HttpPort> {
    const port = new HttpPort(plan, context);
    await port.#listen();
    port.#watchCertificates();
    return port;
  }

  private constructor(plan: PortPlan, context: PortContext) {
    this.#plan = plan;
    this.#context = context;
    this.#server = newServer(plan, context.limits);
    this.#server.on('connection', (socket: Socket) => this.#track(socket));
    this.#server.on('request', (request, response) => this.#serve(request, response));
    this.#server.on('checkContinue', (request, response) => this.#serve(request, response));
  }

  get plan(): PortPlan {
    return this.#plan;
  }

  get settings(): PortSettings {
    return this.#plan.settings;
  }

  get boundTo(): { readonly address: string; readonly port: number } {
    const bound = this.#server.address();
    return typeof bound === 'object' && bound !== null ? { address: bound.address, port: bound.port } : this.settings;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Whether other settings can be taken over without closing the port. */
  canBecome({ option, address, port, tls }: PortSettings): boolean {
    const { settings } = this;
    const isSameAddress = address === settings.address && port === settings.port;
    return isSameAddress && option === settings.option && kindOf(tls) === kindOf(settings.tls);
  }

  /** From the next request, and the next handshake, on. */
  become(plan: PortPlan): void {
    this.#plan = plan;
    if (plan.certificates) this.#useCertificates(plan.certificates);
    this.#watchCertificates();
  }

  /** Accepts nothing more, from now on; lets requests in work end; cuts what remains after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#closed ??= this.#stop();
    const timer = new AbortController();
    await Promise.race([this.#closed, this.#context.clock.sleep(graceMs, timer.signal).catch(() => {})]);
    timer.abort();
    for (const socket of this.#sockets) socket.destroy();
    await this.#closed;
  }

  /** Resolves when the last connection is gone. One that has not said anything yet is not waited for. */
  async #stop(): Promise<void> {
    this.#watch.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const response of this.#responses) response.shouldKeepAlive = false;
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    await closed;
  }

  async #listen(): Promise<void> {
    const { address, port, option } = this.settings;
    const { log } = this.#context;
    try {
      this.#server.listen({ port, ...(address !== '' && { host: address }) });
      await once(this.#server, 'listening');
    } catch (cause) {
      throw cannotListen(address, port, option, cause);
    }
    this.#server.on('error', (error) => log.error({ option, err: error }, 'A connection could not be accepted'));
    log.info({ option, ...this.boundTo, tls: this.settings.tls !== undefined }, announcements[option]);
  }

  #watchCertificates(): void {
    this.#watch.abort();
    this.#watch = new AbortController();
    const { settings, certificates } = this.#plan;
    if (!settings.tls || !certificates) return;
    const { clock, limits, log } = this.#context;
    void watchCertificates(settings.tls, certificates, {
      clock,
      log,
      signal: this.#watch.signal,
      pollMs: limits.certificatePollMs,
      use: (renewed) => this.#useCertificates(renewed),
    });
  }

  #useCertificates(certificates: ServerCertificates): void {
    this.#plan = { ...this.#plan, certificates };
    if ('setSecureContext' in this.#server) this.#server.setSecureContext({ ...certificates });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#responses.add(response);
    if (this.#closed) response.shouldKeepAlive = false;
    const end = () => this.#responses.remove(place, response);
    try {
      const served = this.#plan.handler(request, response);
      if (served) served.catch((error: unknown) => this.#fail(error, request, response)).then(end, end);
      else end();
    } catch (error) {
      this.#fail(error, request, response);
      end();
    }
  }

  /** A fault of ours must not end the process, nor leave the sender without an answer. */
  #fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    this.#context.log.error({ err: error, method: request.method }, 'A request could not be served: this is a fault');
    if (response.headersSent) return void request.socket.destroy();
    response.shouldKeepAlive = false;
    answer(request, response, errorText(500, 'The request could not be served, see the log'));
  }
}

function newServer({ settings, certificates }: PortPlan, limits: ConnectionLimits): Server | TlsServer {
  const options: ServerOptions = {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    maxHeaderSize: limits.maxHeaderBytes,
  };
  const isMutual = settings.tls?.clientCacertfile !== undefined;
  const server = certificates
    ? createTlsServer({ ...options, ...certificates, requestCert: isMutual, rejectUnauthorized: isMutual })
    : createServer(options);
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.silenceTimeoutMs;
  return server;
}

/** A server cannot go from one to another. */
function kindOf(tls: PortSettings['tls']): 'plain' | 'tls' | 'mutual tls' {
  if (!tls) return 'plain';
  return tls.clientCacertfile === undefined ? 'tls' : 'mutual tls';
}
