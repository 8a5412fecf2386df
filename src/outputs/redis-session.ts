import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { AbstractConnector, Redis, RedisOptions } from 'ioredis';
import type { Secret } from '#kit/secret.ts';
import type { Session } from './define.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import type { ConnectContext } from './output.ts';
import { beginSocket, socketError, type SocketAddress } from './socket.ts';

export interface RedisMessage {
  readonly command: 'RPUSH' | 'HSET';
  readonly key: string;
  readonly values: readonly string[];
}

export interface RedisSettings {
  readonly address: SocketAddress;
  readonly username: string;
  readonly password?: Secret | undefined;
  readonly database: number;
  readonly tls: boolean;
  readonly certfile: string;
  readonly keyfile: string;
  readonly cacertfile: string;
}

/**
 * One connection, without any of the client's own patience: it does not come back by itself, queues nothing and repeats
 * nothing, since all that is the delivery layer's. No error of the client is passed on, for it carries the command it
 * failed at, which may be the one with the password.
 */
export async function openRedis(settings: RedisSettings, context: ConnectContext): Promise<Session<RedisMessage>> {
  const { Redis: Client, AbstractConnector } = await import('ioredis');
  const tlsUsed = await usedTls(settings, context);
  const client = new Client({
    ...clientOptions(settings),
    ...(tlsUsed && { tls: tlsUsed }),
    Connector: connectorTo(settings.address, tlsUsed, context, AbstractConnector),
  });
  await connect(client, settings.address, context.signal);
  client.on('close', () => context.lost(new Error('The connection to Redis was closed')));
  return {
    send: (message, signal) => send(client, message, settings.address, signal),
    close: async () => client.disconnect(),
  };
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

async function usedTls(settings: RedisSettings, context: ConnectContext): Promise<tls.ConnectionOptions | undefined> {
  const { tls: isAskedFor, certfile, cacertfile } = settings;
  const isUsed = isAskedFor || context.mutualtls === true || certfile !== '' || cacertfile !== '';
  return isUsed ? tlsOptions(settings, context.tls) : undefined;
}

function clientOptions({ address, username, password, database }: RedisSettings) {
  return {
    ...address,
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

async function connect(client: Redis, address: SocketAddress, signal: AbortSignal): Promise<void> {
  let failure: Error | undefined;
  client.on('error', (error: Error) => (failure = error));
  const abort = () => client.disconnect();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    // A database that does not exist is only mentioned, and the client goes on with number 0.
    if (failure) throw failure;
  } catch (error) {
    client.disconnect();
    throw signal.aborted ? signal.reason : redisError(failure ?? error, address);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function send(client: Redis, message: RedisMessage, address: SocketAddress, signal: AbortSignal): Promise<void> {
  const abort = () => client.disconnect();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await client.call(message.command, message.key, ...message.values);
  } catch (error) {
    throw redisError(error, address);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What a reply begins with where another attempt cannot help, and what may. */
const remedies: Readonly<Record<string, string>> = {
  WRONGPASS: 'check username and password',
  NOAUTH: 'set password',
  NOPERM: 'permit the user the command and the key',
  WRONGTYPE: 'the key holds something else already, set another key',
  MOVED: 'clusters are not supported, set the address of a server that has the key',
};

function redisError(error: unknown, address: SocketAddress): DeliveryError {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return socketError(error, address);
  // An unknown command is quoted with its arguments, and AUTH can be unknown.
  const reply = error.message.replace(/,? with args beginning with.*/s, '');
  const remedy = remedies[/^[A-Z]+/.exec(reply)?.[0] ?? ''] ?? databaseRemedy(reply);
  return remedy === undefined
    ? new DeliveryError(`Redis answered: ${reply}`)
    : new MisconfiguredError(`Redis answered: ${reply}: ${remedy}`);
}

function databaseRemedy(reply: string): string | undefined {
  return /DB index|invalid password|AUTH/i.test(reply) ? 'check database, username and password' : undefined;
}

/** Files of this output go before those of the installation. */
async function tlsOptions(
  { certfile, keyfile, cacertfile }: RedisSettings,
  shared: tls.ConnectionOptions,
): Promise<tls.ConnectionOptions> {
  if (certfile === '' && cacertfile === '') return shared;
  const trusted = [...tls.getCACertificates('bundled'), ...tls.getCACertificates('system')];
  const ca = cacertfile === '' ? trusted : [...trusted, await readPem(cacertfile)];
  const own = certfile === '' ? {} : { cert: await readPem(certfile), key: await readPem(keyfile) };
  try {
    return { ...shared, secureContext: tls.createSecureContext({ ca, ...own, minVersion: 'TLSv1.2' }) };
  } catch {
    throw new MisconfiguredError(
      'certfile, keyfile or cacertfile is not PEM, or the key belongs to another certificate',
    );
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new MisconfiguredError(`The certificate file "${file}" cannot be read: check path and permissions`);
  }
}
