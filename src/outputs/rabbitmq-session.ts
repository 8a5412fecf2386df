import { setImmediate } from 'node:timers/promises';
import type { Channel, Connection, ConnectionOptions, ReturnedMessage } from 'rabbitmq-client';
import type { Session } from './define.ts';
import { DeliveryError, MisconfiguredError, ThrottledError } from './errors.ts';
import type { Alerts, ConnectContext } from './output.ts';
import { publishAll } from './publish-all.ts';
import type { RabbitmqAddress } from './rabbitmq-address.ts';
import { isRefusedOnly, rabbitmqError } from './rabbitmq-errors.ts';
import { SessionEnd } from './session-end.ts';

export interface RabbitmqMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly messageId: string;
  /** Seconds; the client would take the clock's. */
  readonly timestamp: number;
  readonly body: string;
}

export interface RabbitmqSettings {
  readonly url: RabbitmqAddress;
  readonly queue: string;
  readonly exchange: string;
  readonly routing: string;
  readonly mandatory: boolean;
  readonly persistent: boolean;
  readonly declare: boolean;
  readonly queuetype: 'classic' | 'quorum' | 'stream';
  readonly exchangetype: 'direct' | 'fanout' | 'topic' | 'headers';
}

type Messages = readonly RabbitmqMessage[];

/** One connection with one channel. The client would connect again for ever, and is ended at the first error instead. */
export async function openRabbitmq(settings: RabbitmqSettings, context: ConnectContext): Promise<Session<Messages>> {
  const { Connection: Client } = await import('rabbitmq-client');
  const connection = new Client(connectionOptions(settings.url, context));
  const end = new SessionEnd(() => connection.unsafeDestroy(), context.lost);
  const fail = (error: unknown) => end.come(rabbitmqError(error, settings.url.address));
  connection.on('error', fail);
  const flow = flowOf(connection);
  const channel = await end
    .before(() => openChannel(connection, settings), context.signal)
    .catch((error: unknown) => {
      fail(error);
      throw rabbitmqError(error, settings.url.address);
    });
  // Why it closes is said elsewhere, if a little later.
  channel.once('close', () => void setImmediate().then(() => fail(new Error('the channel was closed'))));
  const returned = returnsOf(channel);
  return {
    send: (messages, signal, alerts) => {
      const published = () =>
        end.before(() => publish({ channel, returned, fail, ...settings }, messages, alerts), signal);
      return flow().before(published, signal);
    },
    async close() {
      if (end.hasCome) return;
      await channel.close();
      await connection.close();
    },
  };
}

const pauseMs = 30_000;

/**
 * RabbitMQ reads no more from those who publish while its disk or memory is short, and says so. What is under way then is
 * sent again after a pause, over the same connection. See https://www.rabbitmq.com/docs/connection-blocked.
 */
function flowOf(connection: Connection): () => SessionEnd {
  const unblocked = () => new SessionEnd(nothing, nothing);
  let flow = unblocked();
  connection.on('connection.blocked', (reason) =>
    flow.come(new ThrottledError(`RabbitMQ takes no messages at the moment: ${reason}`, pauseMs)),
  );
  connection.on('connection.unblocked', () => (flow = unblocked()));
  return () => flow;
}

function nothing(): void {}

function connectionOptions(
  { address, isSecure, user, password, vhost }: RabbitmqAddress,
  { tls, mutualtls, lookup }: ConnectContext,
): ConnectionOptions {
  const { host, port } = address;
  return {
    hostname: host,
    port,
    username: user,
    password: password.reveal(),
    vhost,
    connectionName: 'tiercel',
    frameMax: 131_072,
    noDelay: true,
    ...((isSecure || mutualtls === true) && { tls: { ...tls, servername: host } }),
    ...(lookup && { socket: { host, port, lookup } }),
  };
}

async function openChannel(connection: Connection, settings: RabbitmqSettings): Promise<Channel> {
  const channel = await connection.acquire();
  if (settings.declare) await declare(channel, settings);
  await channel.confirmSelect();
  return channel;
}

/** What is there already stays as it is, and RabbitMQ says so where it is of another kind. */
async function declare(channel: Channel, settings: RabbitmqSettings): Promise<void> {
  const { queue, exchange, routing, queuetype, exchangetype } = settings;
  await channel.queueDeclare({ queue, durable: true, arguments: { 'x-queue-type': queuetype } });
  if (exchange === '') return;
  await channel.exchangeDeclare({ exchange, durable: true, type: exchangetype });
  await channel.queueBind({ queue, exchange, routingKey: routing || queue });
}

/** The ids of messages that no queue took. They come before the confirmation of the same message. */
function returnsOf(channel: Channel): Set<string> {
  const returned = new Set<string>();
  channel.on('basic.return', ({ messageId }: ReturnedMessage) => {
    if (messageId !== undefined) returned.add(messageId);
  });
  return returned;
}

interface Publisher extends Pick<RabbitmqSettings, 'mandatory' | 'persistent'> {
  readonly channel: Channel;
  readonly returned: Set<string>;
  readonly fail: (error: unknown) => void;
}

/**
 * An error of the channel concerns all that is under way, for RabbitMQ does not say which message it means; only a
 * message that is refused by its number is refused alone.
 */
async function publish(
  { channel, returned, fail, mandatory, persistent }: Publisher,
  messages: Messages,
  alerts: Alerts,
): Promise<void> {
  returned.clear();
  await publishAll(messages, alerts, async ({ body, ...envelope }) => {
    try {
      await channel.basicPublish({ ...envelope, mandatory, durable: persistent }, body);
    } catch (error) {
      if (isRefusedOnly(error))
        throw new DeliveryError('RabbitMQ refused the message: its queue is full or not available');
      fail(error);
      throw error;
    }
    // The client hands on what was returned in a turn of its own.
    await setImmediate();
    if (returned.has(envelope.messageId)) throw unroutable(envelope.exchange, envelope.routingKey);
  });
}

function unroutable(exchange: string, routingKey: string): MisconfiguredError {
  return new MisconfiguredError(
    exchange === ''
      ? `RabbitMQ has no queue "${routingKey}": create it, or set declare: true`
      : `No queue takes what is sent to the exchange "${exchange}" with the key "${routingKey}": bind one, or set mandatory: false`,
  );
}
