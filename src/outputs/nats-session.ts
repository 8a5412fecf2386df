import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type * as NatsClient from '@nats-io/transport-node';
import type { Authenticator, NatsConnection } from '@nats-io/transport-node';
import type { Secret } from '#kit/secret.ts';
import type { Session } from './define.ts';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import { natsConnectError, natsError } from './nats-errors.ts';
import type { NatsServers } from './nats-servers.ts';
import { natsSubject } from './nats-subject.ts';
import type { Alerts, ConnectContext } from './output.ts';
import { publishAll } from './publish-all.ts';
import { SessionEnd } from './session-end.ts';
import type { SocketAddress } from './socket.ts';
import { resolved } from './syslog-session.ts';

export interface NatsMessage {
  readonly subject: string;
  /** By which JetStream knows what it has already; unknown to those who listen without it. */
  readonly headers?: { readonly 'Nats-Msg-Id': string };
  readonly payload: string;
}

export interface NatsSettings {
  readonly hostport: NatsServers;
  readonly jetstream: boolean;
  readonly token?: Secret | undefined;
  readonly credsfile: string;
  readonly nkeyseed?: Secret | undefined;
}

/** What goes over the wire, a message for each alert. */
export function natsMessages(alerts: Alerts, template: string, isStored: boolean): readonly NatsMessage[] {
  return alerts.map((alert) => ({
    subject: natsSubject(template, alert),
    ...(isStored && { headers: { 'Nats-Msg-Id': alert.uuid } }),
    payload: alert.json,
  }));
}

type Client = typeof NatsClient;

/** One connection to the first server that takes it. The client neither comes back by itself nor keeps anything. */
export async function openNats(
  settings: NatsSettings,
  context: ConnectContext,
): Promise<Session<readonly NatsMessage[]>> {
  const client = await import('@nats-io/transport-node');
  const connection = await connectToAny(client, settings, context);
  const end = new SessionEnd(() => void connection.close(), context.lost);
  void connection.closed().then((error) => end.come(natsError(error ?? new Error('closed'))));
  const publish = settings.jetstream ? await intoStream(connection) : toSubscribers(connection);
  return {
    send: (messages, signal, alerts) => end.before(() => publish(messages, alerts), signal),
    close: () => connection.close(),
  };
}

type Publish = (messages: readonly NatsMessage[], alerts: Alerts) => Promise<void>;

/** Publishing has no answer, but the server answers a ping after it has read all before. What it refused it says by then. */
function toSubscribers(connection: NatsConnection): Publish {
  const refusals = refusalsOf(connection);
  return async (messages, alerts) => {
    refusals.clear();
    const read = readByServer(connection);
    await publishAll(messages, alerts, async ({ subject, payload }) => {
      try {
        connection.publish(subject, payload);
        await read;
      } catch (error) {
        throw natsError(error);
      }
      const refusal = refusals.get(subject);
      if (refusal) throw refusal;
    });
  };
}

/** Once what is published in this turn is read. The client hands on refusals in another turn. */
function readByServer(connection: NatsConnection): Promise<void> {
  const flush = async () => {
    await setImmediate();
    await connection.flush();
    await setImmediate();
  };
  const flushed = flush();
  // Where nothing could be published, nobody waits for it.
  flushed.catch(() => {});
  return flushed;
}

/** What the server said it would not take, by subject. */
function refusalsOf(connection: NatsConnection): Map<string, DeliveryError> {
  const refusals = new Map<string, DeliveryError>();
  const listen = async () => {
    for await (const status of connection.status()) {
      if (status.type !== 'error') continue;
      const subject = /Publish to "(\S+)"/i.exec(status.error.message)?.[1];
      if (subject !== undefined) refusals.set(subject, natsError(status.error));
    }
  };
  void listen();
  return refusals;
}

async function intoStream(connection: NatsConnection): Promise<Publish> {
  const { jetstream } = await import('@nats-io/jetstream');
  // Those who wait have a deadline of their own.
  const stream = jetstream(connection, { timeout: 600_000 });
  return (messages, alerts) =>
    publishAll(messages, alerts, async ({ subject, headers, payload }) => {
      try {
        await stream.publish(subject, payload, headers ? { msgID: headers['Nats-Msg-Id'] } : {});
      } catch (error) {
        throw natsError(error, subject);
      }
    });
}

async function connectToAny(client: Client, settings: NatsSettings, context: ConnectContext): Promise<NatsConnection> {
  const authenticator = await authenticators(client, settings);
  let failure: unknown = new DeliveryError('There is no server to connect to');
  for (const address of settings.hostport.addresses) {
    try {
      return await connectTo(address, client, authenticator, settings.hostport.isSecure, context);
    } catch (error) {
      context.signal.throwIfAborted();
      failure = natsConnectError(error, address);
    }
  }
  throw failure;
}

/** With TLS where the server has it, by the certificates that the operator chose, and without only where that will do. */
async function connectTo(
  address: SocketAddress,
  { connect }: Client,
  authenticator: Authenticator[],
  isSecure: boolean,
  { tls, lookup, mutualtls, signal }: ConnectContext,
): Promise<NatsConnection> {
  const ip = await resolved(address.host, lookup);
  const common = {
    servers: `${ip.includes(':') ? `[${ip}]` : ip}:${address.port}`,
    name: 'tiercel',
    authenticator,
    reconnect: false,
    resolve: false,
    ignoreClusterUpdates: true,
    noAsyncTraces: true,
  };
  const { secureContext, rejectUnauthorized = true } = tls;
  const secured = { ...(secureContext && { secureContext }), rejectUnauthorized, servername: address.host };
  try {
    return await unlessAborted(connect({ ...common, tls: secured }), signal);
  } catch (error) {
    const hasNoTls = error instanceof Error && error.message.includes("does not support 'tls'");
    if (!hasNoTls || isSecure || mutualtls === true) throw error;
    return unlessAborted(connect({ ...common, tls: null }), signal);
  }
}

/** The client cannot be told to stop connecting; a connection that comes too late is closed. */
async function unlessAborted(connecting: Promise<NatsConnection>, signal: AbortSignal): Promise<NatsConnection> {
  const connection = await connecting;
  if (!signal.aborted) return connection;
  await connection.close();
  throw signal.reason;
}

async function authenticators(client: Client, settings: NatsSettings): Promise<Authenticator[]> {
  const { credsfile, nkeyseed } = settings;
  const { user, password } = settings.hostport;
  const token = settings.token ?? settings.hostport.token;
  const found: Authenticator[] = [];
  if (user !== undefined) found.push(client.usernamePasswordAuthenticator(user, password?.reveal()));
  if (token) found.push(client.tokenAuthenticator(token.reveal()));
  if (nkeyseed) found.push(client.nkeyAuthenticator(new TextEncoder().encode(nkeyseed.reveal().trim())));
  if (credsfile !== '') found.push(client.credsAuthenticator(await readCredentials(credsfile)));
  return found;
}

async function readCredentials(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch {
    throw new MisconfiguredError(`The file "${file}" of credsfile cannot be read: check path and permissions`);
  }
}
