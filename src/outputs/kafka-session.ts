import type { Producer, SASLOptions } from '@platformatic/kafka';
import type { Secret } from '#kit/secret.ts';
import type { Session } from './define.ts';
import { DeliveryError, RejectedError } from './errors.ts';
import { createBalancer, type Balancer, type BalancerName } from './kafka-balancer.ts';
import { kafkaError, missingTopic } from './kafka-errors.ts';
import type { Alerts, ConnectContext } from './output.ts';
import { publishAll } from './publish-all.ts';
import { SessionEnd } from './session-end.ts';
import type { SocketAddress } from './socket.ts';
import { resolved } from './syslog-session.ts';

export interface KafkaMessage {
  readonly topic: string;
  readonly key: string | undefined;
  readonly value: string;
}

export interface KafkaSettings {
  readonly hostport: readonly [SocketAddress, ...SocketAddress[]];
  readonly topic: string;
  readonly sasl: '' | 'PLAIN' | 'SCRAM_SHA256' | 'SCRAM_SHA512';
  readonly tls: boolean;
  readonly username: string;
  readonly password?: Secret | undefined;
  readonly balancer: BalancerName;
  readonly clientid: string;
  readonly compression: 'NONE' | 'GZIP' | 'SNAPPY' | 'LZ4' | 'ZSTD';
  readonly requiredacks: 'NONE' | 'ONE' | 'ALL';
  readonly topiccreation: boolean;
}

type Client = Producer<Buffer, Buffer, Buffer, Buffer>;
type Messages = readonly KafkaMessage[];

/** A producer without patience of its own. Connections that drop fail what is under way, and the session with it. */
export async function openKafka(settings: KafkaSettings, context: ConnectContext): Promise<Session<Messages>> {
  const { Producer: Constructor, murmur2 } = await import('@platformatic/kafka');
  const producer: Client = new Constructor({
    ...clientOptions(settings),
    bootstrapBrokers: await brokers(settings, context),
    ...(isSecure(settings, context) && { tls: { ...context.tls, ...(context.lookup && { lookup: context.lookup }) } }),
  });
  const end = new SessionEnd(() => void producer.close(true).catch(() => {}), context.lost);
  const balancer = createBalancer(settings.balancer, murmur2, Math.random);
  try {
    await end.before(() => partitionsOf(producer, settings), context.signal);
  } catch (error) {
    await producer.close(true);
    throw error;
  }
  return {
    send: (messages, signal, alerts) =>
      end.before(() => publish(producer, settings, balancer, messages, alerts), signal),
    close: () => producer.close(true),
  };
}

function isSecure({ tls }: KafkaSettings, { mutualtls }: ConnectContext): boolean {
  return tls || mutualtls === true;
}

/**
 * Names that may not be connected to are refused here. With TLS the client gets the names, and resolves them, and those
 * of the other brokers, by the same rules; without, it gets the addresses.
 */
async function brokers(settings: KafkaSettings, context: ConnectContext): Promise<SocketAddress[]> {
  const found: SocketAddress[] = [];
  let failure: unknown = new DeliveryError('There is no broker to connect to');
  for (const { host, port } of settings.hostport) {
    try {
      const address = await resolved(host, context.lookup);
      found.push({ host: isSecure(settings, context) ? host : address, port });
    } catch (error) {
      failure = kafkaError(error, { ...placeOf(settings), address: { host, port } });
    }
  }
  if (found.length === 0) throw failure;
  return found;
}

const mechanisms = { PLAIN: 'PLAIN', SCRAM_SHA256: 'SCRAM-SHA-256', SCRAM_SHA512: 'SCRAM-SHA-512' } as const;

function clientOptions({ clientid, sasl, username, password, topiccreation }: KafkaSettings) {
  const login: SASLOptions | undefined =
    sasl === '' ? undefined : { mechanism: mechanisms[sasl], username, password: password?.reveal() ?? '' };
  return {
    clientId: clientid || 'tiercel',
    retries: 0,
    metadataMaxAge: 60_000,
    repeatOnStaleMetadata: false,
    autocreateTopics: topiccreation,
    ...(login && { sasl: login }),
  };
}

/** How many there are; asked again from time to time. */
async function partitionsOf(producer: Client, settings: KafkaSettings): Promise<number> {
  const { topic, topiccreation } = settings;
  let count: number;
  try {
    const { topics } = await producer.metadata({ topics: [topic], autocreateTopics: topiccreation });
    count = topics.get(topic)?.partitionsCount ?? 0;
  } catch (error) {
    throw kafkaError(error, placeOf(settings));
  }
  if (count === 0) throw missingTopic(placeOf(settings));
  return count;
}

/** What errors name: the first of the brokers, since the client does not say which one it means. */
function placeOf({ topic, topiccreation, hostport: [address] }: KafkaSettings) {
  return { topic, topiccreation, address };
}

/** One batch for each partition, all at the same time. */
async function publish(
  producer: Client,
  settings: KafkaSettings,
  balancer: Balancer,
  messages: Messages,
  alerts: Alerts,
): Promise<void> {
  const partitions = await partitionsOf(producer, settings);
  const groups = Map.groupBy(messages, (message) => balancer(message, partitions));
  const produced = new Map<KafkaMessage, Promise<void>>();
  for (const [partition, group] of groups) {
    const outcomes = produceGroup(producer, settings, partition, group);
    for (const [index, message] of group.entries()) produced.set(message, outcomeOf(outcomes, index));
  }
  await publishAll(messages, alerts, async (message) => produced.get(message));
}

type Outcomes = Promise<readonly (Error | undefined)[]>;

async function outcomeOf(outcomes: Outcomes, index: number): Promise<void> {
  const error = (await outcomes)[index];
  if (error) throw error;
}

/** What is too large may be so only together: then each goes alone, in order. */
async function produceGroup(producer: Client, settings: KafkaSettings, partition: number, group: Messages): Outcomes {
  const error = await failureOf(produce(producer, settings, partition, group));
  if (!(error instanceof RejectedError) || group.length === 1) return group.map(() => error);
  const errors: (Error | undefined)[] = [];
  for (const message of group) errors.push(await failureOf(produce(producer, settings, partition, [message])));
  return errors;
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Without an answer nobody would know whether an alert arrived, so that the leader answers at least. */
const acks = { NONE: 1, ONE: 1, ALL: -1 } as const;
const compressions = { NONE: 'none', GZIP: 'gzip', SNAPPY: 'snappy', LZ4: 'lz4', ZSTD: 'zstd' } as const;

async function produce(
  producer: Client,
  settings: KafkaSettings,
  partition: number,
  messages: Messages,
): Promise<void> {
  const { topic, topiccreation, requiredacks, compression } = settings;
  try {
    await producer.send({
      acks: acks[requiredacks],
      compression: compressions[compression],
      autocreateTopics: topiccreation,
      messages: messages.map(({ key, value }) => ({
        topic,
        partition,
        ...(key !== undefined && { key: Buffer.from(key) }),
        value: Buffer.from(value),
      })),
    });
  } catch (error) {
    throw kafkaError(error, placeOf(settings));
  }
}
