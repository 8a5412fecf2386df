import type { Socket } from 'node:net';
import type tls from 'node:tls';
import type { AbstractConnector, Redis, RedisOptions } from 'ioredis';
import type { Secret } from '#kit/secret.ts';
import type { ConnectContext } from './output.ts';
import { redisError } from './redis-errors.ts';
import { SessionEnd } from './session-end.ts';
import { beginSocket, type SocketAddress } from './socket.ts';

export interface RedisLogin {
  readonly username: string;
  readonly password?: Secret | undefined;
  readonly database: number;
}

/** A connection to one server. */
export interface RedisClient {
  readonly address: SocketAddress;
  /** Resolves to the reply. */
  call(command: string, words: readonly string[]): Promise<unknown>;
  readonly end: SessionEnd;
  /** Of one's own accord: nobody is told that it is lost. */
  close(): void;
}

/**
 * One connection, without any of the client's own patience: it does not come back by itself, queues nothing and repeats
 * nothing, since all that is the delivery layer's. No error of the client is passed on, for it carries the command it
 * failed at, which may be the one with the password.
 */
export async function connectRedis(
  address: SocketAddress,
  login: RedisLogin,
  tlsUsed: tls.ConnectionOptions | undefined,
  context: ConnectContext,
): Promise<RedisClient> {
  const { Redis: Client, AbstractConnector: Base } = await import('ioredis');
  const client = new Client({
    ...clientOptions(login),
    ...(tlsUsed && { tls: tlsUsed }),
    Connector: connectorTo(address, tlsUsed, context, Base),
  });
  const end = new SessionEnd(() => client.disconnect(), context.lost);
  let failure: Error | undefined;
  client.on('error', (error: Error) => (failure = error));
  try {
    await end.before(() => client.connect(), context.signal);
    // A database that does not exist is only mentioned, and the client goes on with number 0.
    if (failure) throw failure;
  } catch (error) {
    client.disconnect();
    throw context.signal.aborted ? context.signal.reason : redisError(failure ?? error, address);
  }
  let isWanted = true;
  client.on('close', () => {
    if (isWanted) end.come(redisError(failure ?? new Error('closed'), address));
  });
  return {
    address,
    end,
    call: (command, words) => call(client, address, command, words),
    close() {
      isWanted = false;
      client.disconnect();
    },
  };
}

async function call(
  client: Redis,
  address: SocketAddress,
  command: string,
  words: readonly string[],
): Promise<unknown> {
  try {
    return await client.call(command, ...words);
  } catch (error) {
    throw redisError(error, address);
  }
}

/** As the client's own connector, but for who resolves names. */
function connectorTo(
  address: SocketAddress,
  tlsUsed: tls.ConnectionOptions | undefined,
  { lookup }: ConnectContext,
  Base: typeof AbstractConnector,
) {
  return class extends Base {
    constructor() {
      super(disconnectMs);
    }

    async connect(): Promise<Socket> {
      const socket = beginSocket(address, tlsUsed, lookup);
      socket.once('error', (error) => {
        this.firstError = error;
      });
      this.stream = socket;
      return socket;
    }
  };
}

/** How long a connection may take to end by itself. */
const disconnectMs = 2000;

function clientOptions({ username, password, database }: RedisLogin) {
  return {
    ...(username !== '' && { username }),
    ...(password && { password: password.reveal() }),
    db: database,
    protocol: 2,
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    enableReadyCheck: false,
    disableClientInfo: true,
  } satisfies RedisOptions;
}
