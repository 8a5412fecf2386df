import type tls from 'node:tls';
import type { Secret } from '#kit/secret.ts';
import type { Session } from './define.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import type { Alerts, ConnectContext } from './output.ts';
import { ownTls, type OwnCertificates } from './own-certificates.ts';
import { publishAll } from './publish-all.ts';
import { connectRedis, type RedisClient, type RedisLogin } from './redis-client.ts';
import type { RedisMessage } from './redis-message.ts';
import type { SocketAddress } from './socket.ts';

export interface RedisSettings extends RedisLogin, OwnCertificates {
  readonly address: readonly SocketAddress[];
  readonly sentinelmaster: string;
  readonly sentinelusername: string;
  readonly sentinelpassword?: Secret | undefined;
  readonly key: string;
}

/** A connection to the server that has the key, whichever of several that is at the moment. */
export async function openRedis(settings: RedisSettings, context: ConnectContext): Promise<Session<RedisMessage>> {
  const tlsUsed = await ownTls(settings, context);
  const client = await connectToAny(settings, tlsUsed, context);
  return {
    send: async (message, signal, alerts) => client.end.before(() => send(client, message, alerts), signal),
    close: async () => client.close(),
  };
}

async function send(client: RedisClient, message: RedisMessage, alerts: Alerts): Promise<void> {
  if ('calls' in message) await publishAll(message.calls, alerts, (words) => client.call(message.command, words));
  else await client.call(message.command, [message.key, ...message.values]);
}

/** Each address in turn, until one leads to a server. */
async function connectToAny(
  settings: RedisSettings,
  tlsUsed: tls.ConnectionOptions | undefined,
  context: ConnectContext,
): Promise<RedisClient> {
  const connect = (address: SocketAddress) => connectRedis(address, settings, tlsUsed, context);
  let failure: unknown = new DeliveryError('There is no address to connect to');
  for (const address of settings.address) {
    try {
      const isSentinel = settings.sentinelmaster !== '';
      const server = isSentinel ? await masterOf(settings, address, tlsUsed, context) : address;
      return await followed(await connect(server), settings.key, connect);
    } catch (error) {
      context.signal.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}

/** What a sentinel says of where the master is. */
async function masterOf(
  { sentinelmaster, sentinelusername: username, sentinelpassword: password }: RedisSettings,
  address: SocketAddress,
  tlsUsed: tls.ConnectionOptions | undefined,
  context: ConnectContext,
): Promise<SocketAddress> {
  const login = { username, password, database: 0 };
  const sentinel = await connectRedis(address, login, tlsUsed, context);
  try {
    const command = () => sentinel.call('SENTINEL', ['get-master-addr-by-name', sentinelmaster]);
    const reply = await sentinel.end.before(command, context.signal);
    if (Array.isArray(reply)) return { host: String(reply[0]), port: Number(reply[1]) };
  } finally {
    sentinel.close();
  }
  throw new MisconfiguredError(`The sentinels know no master "${sentinelmaster}": check sentinelmaster`);
}

const maxHops = 5;

/** A server of a cluster that does not have the key says who does. Whoever may not ask, or what is no cluster, stays. */
async function followed(
  first: RedisClient,
  key: string,
  connect: (address: SocketAddress) => Promise<RedisClient>,
): Promise<RedisClient> {
  let client = first;
  for (let hop = 0; hop < maxHops; hop++) {
    const next = await movedTo(client, key);
    if (!next) return client;
    client.close();
    client = await connect(next);
  }
  client.close();
  throw new DeliveryError('The servers of the cluster do not agree on who has the key');
}

async function movedTo(client: RedisClient, key: string): Promise<SocketAddress | undefined> {
  try {
    await client.call('TYPE', [key]);
    return undefined;
  } catch (error) {
    const [, host, port] = /MOVED \d+ (\S*):(\d+)/.exec(String(error)) ?? [];
    return port === undefined ? undefined : { host: host || client.address.host, port: Number(port) };
  }
}
