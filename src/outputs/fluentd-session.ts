import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Session } from './define.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { FluentdHandshake, type FluentdCredentials } from './fluentd-handshake.ts';
import type { FluentdMessage } from './fluentd-message.ts';
import { readPacked, type Unpacked } from './msgpack-reader.ts';
import type { ConnectContext } from './output.ts';
import { openSocket, socketError, type SocketAddress } from './socket.ts';

/** How long a server may take to greet. One that has no shared key never does. */
const greetingMs = 10_000;

/** One connection; a message is delivered once the server has acknowledged its chunk. */
export async function openFluentd(
  address: SocketAddress,
  tls: ConnectionOptions | undefined,
  credentials: FluentdCredentials,
  context: Pick<ConnectContext, 'signal' | 'lookup' | 'lost'>,
): Promise<Session<FluentdMessage>> {
  const socket = await openSocket(address, tls, context);
  const connection = new FluentdConnection(socket, address, context.lost);
  try {
    if (credentials.sharedkey) await shakeHands(connection, credentials, context.signal);
  } catch (error) {
    socket.destroy();
    throw context.signal.aborted ? context.signal.reason : error;
  }
  connection.beginAcknowledgements();
  return {
    send: (message, signal) => connection.send(message, signal),
    close: async () => socket.destroySoon(),
  };
}

async function shakeHands(
  connection: FluentdConnection,
  credentials: FluentdCredentials,
  ended: AbortSignal,
): Promise<void> {
  const handshake = new FluentdHandshake(credentials, randomBytes(16).toString('hex'));
  const signal = AbortSignal.any([ended, AbortSignal.timeout(greetingMs)]);
  const helo = await connection.next(signal);
  connection.write(handshake.ping(helo));
  handshake.check(await connection.next(signal));
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

class FluentdConnection {
  readonly #socket: Socket;
  readonly #address: SocketAddress;
  readonly #waiting = new Map<string, Waiting>();
  #answer = unheeded<Unpacked>();
  #bytes: Buffer = Buffer.alloc(0);
  #isReady = false;
  #hasAnswered = false;
  #end: Error | undefined;

  constructor(socket: Socket, address: SocketAddress, lost: (reason: Error) => void) {
    this.#socket = socket;
    this.#address = address;
    const end = (error: Error) => {
      this.#fail(error);
      lost(error);
    };
    socket.on('error', (error) => end(socketError(error, address)));
    socket.on('close', () => end(this.#closed()));
    socket.on('data', (data: Buffer) => this.#receive(data));
  }

  beginAcknowledgements(): void {
    this.#isReady = true;
  }

  write(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** The next answer of a handshake. */
  async next(signal: AbortSignal): Promise<Unpacked> {
    const { host, port } = this.#address;
    const late = new MisconfiguredError(
      `${host}:${port} does not begin with the handshake that sharedkey is for: check address, and remove sharedkey if the server has none`,
    );
    const abort = () => this.#answer.reject(late);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.#answer.promise;
    } finally {
      signal.removeEventListener('abort', abort);
      if (!this.#end) this.#answer = unheeded();
    }
  }

  async send(message: FluentdMessage, signal: AbortSignal): Promise<void> {
    if (this.#end) throw this.#end;
    const { promise, ...waiting } = Promise.withResolvers<void>();
    this.#waiting.set(message.chunk, waiting);
    const abort = () => this.#socket.destroy(new DeliveryError('The server did not acknowledge the alerts in time'));
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (signal.aborted) abort();
      else this.write(message.bytes());
      await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#waiting.delete(message.chunk);
    }
  }

  #receive(data: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, data]);
    try {
      for (let read = readPacked(this.#bytes); read; read = readPacked(this.#bytes)) {
        this.#bytes = this.#bytes.subarray(read.end);
        this.#take(read.value);
      }
      if (this.#bytes.length > maxAnswerBytes) throw new MisconfiguredError('The answer of the server has no end');
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #take(value: Unpacked): void {
    if (!this.#isReady) return this.#answer.resolve(value);
    const chunk = value instanceof Map ? value.get('ack') : undefined;
    this.#hasAnswered = true;
    if (typeof chunk === 'string') return this.#waiting.get(chunk)?.resolve();
    const isGreeting = Array.isArray(value) && value[0] === 'HELO';
    throw new MisconfiguredError(
      isGreeting
        ? 'The server asks for a shared key: set sharedkey'
        : 'The server does not speak the forward protocol of Fluentd: check address',
    );
  }

  /** A server that asks for what it does not get may hang up before it has said so. */
  #closed(): DeliveryError {
    const question = this.#isReady && !this.#hasAnswered ? ': check whether it asks for tls or sharedkey' : '';
    return new DeliveryError(`The server closed the connection${question}`);
  }

  #fail(error: Error): void {
    this.#end ??= error;
    this.#answer.reject(this.#end);
    for (const { reject } of this.#waiting.values()) reject(this.#end);
  }
}

const maxAnswerBytes = 65_536;

/** A promise that may fail without anybody waiting for it. */
function unheeded<Value>() {
  const resolvers = Promise.withResolvers<Value>();
  resolvers.promise.catch(() => {});
  return resolvers;
}
