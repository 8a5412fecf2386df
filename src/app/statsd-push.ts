import { once } from 'node:events';
import net from 'node:net';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import { openSocket, socketError, type SocketAddress } from '#outputs/socket.ts';
import { openUdp } from '#outputs/syslog-session.ts';
import { Deadlines } from '#delivery/deadlines.ts';
import { createDialer } from '#delivery/dialer.ts';
import { failureOf } from '#delivery/failure.ts';
import { createMask } from '#delivery/mask.ts';
import type { StatsdConfiguration } from '#config/configuration.ts';
import type { MetricsSource } from '#api/metrics.ts';
import { countedSince, datagramsOf, statsdCounts, statsdLine, type StatsdCount } from '#api/statsd-metrics.ts';

export interface StatsdPushParts {
  readonly statsd: StatsdConfiguration;
  readonly allowedHosts: readonly string[];
  readonly source: MetricsSource;
  readonly clock: Clock;
  readonly log: Log;
}

/** What fits into a packet of Ethernet, as clients of StatsD have it. */
const maxDatagramBytes = 1432;
const maxPushMs = 5000;

/**
 * Pushes to a StatsD what was counted since the last push that worked. Datagrams have no answer, so that those nobody takes
 * are lost. A failure is said once, and once more when it works again.
 */
export class StatsdPush {
  readonly #parts: StatsdPushParts;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #pushed: readonly StatsdCount[];
  #isFailing = false;

  constructor(parts: StatsdPushParts) {
    this.#parts = parts;
    this.#pushed = statsdCounts(parts.source);
    this.#running = this.#run();
  }

  /** With a last push, but not where that would only wait for nothing. */
  async end(): Promise<void> {
    this.#stopping.abort(new Error('Counters are not pushed any more'));
    await this.#running;
    if (!this.#isFailing) await this.#pushOnce();
  }

  async #run(): Promise<void> {
    const { clock, statsd } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await clock.sleep(statsd.intervalMs, signal).catch(() => {});
      if (!signal.aborted) await this.#pushOnce();
    }
  }

  async #pushOnce(): Promise<void> {
    const { statsd, source, log } = this.#parts;
    const now = statsdCounts(source);
    const lines = countedSince(this.#pushed, now).map((count) => statsdLine(count, statsd));
    try {
      if (lines.length > 0) await this.#send(lines);
      this.#pushed = now;
      if (this.#isFailing) log.info({}, `Counters are pushed to "${statsd.kind}.forwarder" again`);
      this.#isFailing = false;
    } catch (error) {
      const { message } = failureOf(error, createMask([]));
      if (!this.#isFailing) {
        log.warn({ error: message }, `Counters cannot be pushed to "${statsd.kind}.forwarder"; trying on`);
      }
      this.#isFailing = true;
    }
  }

  async #send(lines: readonly string[]): Promise<void> {
    const deadlines = new Deadlines(this.#parts.clock, maxPushMs);
    try {
      await deadlines.run((signal) => this.#sendBy(lines, signal));
    } finally {
      deadlines.close(new Error('The push is over'));
    }
  }

  async #sendBy(lines: readonly string[], signal: AbortSignal): Promise<void> {
    const { statsd, allowedHosts } = this.#parts;
    const { lookup } = createDialer({ destination: 'configured', allowedHosts });
    const { address } = statsd;
    if (address.protocol === 'unixstream') return sendToSocket(address.path, lines, signal);
    if (address.protocol === 'tcp') {
      return sendAll(
        await openSocket(address, undefined, { signal, lookup }),
        `${lines.join('\n')}\n`,
        address,
        signal,
      );
    }
    const session = await openUdp(address, { signal, lookup, lost: () => {} });
    try {
      await session.send(datagramsOf(lines, maxDatagramBytes));
    } finally {
      await session.close();
    }
  }
}

/** The stream of the Datadog Agent has a length before each message, see https://docs.datadoghq.com/developers/dogstatsd/unix_socket. */
async function sendToSocket(path: string, lines: readonly string[], signal: AbortSignal): Promise<void> {
  const messages = datagramsOf(lines, maxDatagramBytes).map((text) => Buffer.from(text));
  const framed = messages.flatMap((message) => [lengthOf(message), message]);
  const address = { host: path, port: 0 };
  const socket = net.connect(path);
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    throw socketError(error, address);
  }
  await sendAll(socket, Buffer.concat(framed), address, signal);
}

function lengthOf({ length }: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}

/** Until the system has taken it all. */
async function sendAll(socket: net.Socket, data: string | Buffer, address: SocketAddress, signal: AbortSignal) {
  try {
    const finished = once(socket, 'finish', { signal });
    socket.end(data);
    await finished;
  } catch (error) {
    throw socketError(error, address);
  } finally {
    socket.on('error', () => {}).destroySoon();
  }
}
