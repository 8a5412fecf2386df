import { randomUUID } from 'node:crypto';
import type { IClientOptions, IConnackPacket, MqttClient, Packet } from 'mqtt';
import type { Secret } from '#kit/secret.ts';
import type { Session } from './define.ts';
import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import type { MqttBroker } from './mqtt-broker.ts';
import { mqttError } from './mqtt-errors.ts';
import type { Alerts, ConnectContext } from './output.ts';
import { publishAll } from './publish-all.ts';
import { SessionEnd } from './session-end.ts';
import { openSocket } from './socket.ts';

export interface MqttMessage {
  readonly topic: string;
  readonly payload: string;
  /** Only version 5 has them. */
  readonly properties?: { readonly contentType: string; readonly userProperties: { readonly id: string } };
}

export interface MqttSettings {
  readonly broker: MqttBroker;
  readonly qos: number;
  readonly retained: boolean;
  readonly user: string;
  readonly password?: Secret | undefined;
  readonly version: '3.1.1' | '5';
  readonly maxpacketsize: number;
  readonly clientid: string;
}

type Messages = readonly MqttMessage[];

/**
 * One connection and one clean session: what a broker would remember of a publisher are numbers of messages under way, and
 * a new message that happens to have one of those would count as known. The client does not come back by itself.
 */
export async function openMqtt(settings: MqttSettings, context: ConnectContext): Promise<Session<Messages>> {
  const { MqttClient: Client } = await import('mqtt');
  const { address, isSecure } = settings.broker;
  const tls = isSecure || context.mutualtls === true ? context.tls : undefined;
  const socket = await openSocket(address, tls, context);
  const client = new Client(() => socket, clientOptions(settings));
  const end = new SessionEnd(() => client.end(true), context.lost);
  client.on('error', (error) => end.come(mqttError(error)));
  client.on('disconnect', ({ reasonCode = 128 }) => end.come(mqttError('it hung up', reasonCode)));
  client.on('close', () => end.come(new DeliveryError('The connection to the MQTT broker was closed')));
  try {
    const greeting = await end.before(() => connected(client), context.signal);
    const limits = limitsOf(greeting, settings);
    return {
      send: (messages, signal, alerts) => end.before(() => publish(client, settings, limits, messages, alerts), signal),
      close: () => client.endAsync(end.hasCome),
    };
  } catch (error) {
    client.end(true);
    throw error;
  }
}

function clientOptions({ user, password, version, clientid, broker }: MqttSettings): IClientOptions {
  const [name, word] = [user || broker.user, password ?? broker.password];
  return {
    protocolId: 'MQTT',
    protocolVersion: version === '5' ? 5 : 4,
    clientId: clientid || `tiercel-${randomUUID().slice(0, 8)}`,
    clean: true,
    keepalive: 30,
    reconnectPeriod: 0,
    manualConnect: true,
    queueQoSZero: false,
    ...(name !== undefined && name !== '' && { username: name }),
    ...(word && { password: word.reveal() }),
  };
}

function connected(client: MqttClient): Promise<IConnackPacket> {
  return new Promise((resolve) => {
    client.once('connect', resolve);
    client.connect();
  });
}

interface Limits {
  readonly maxPacketBytes: number;
  /** So many messages may be under way; brokers of version 3.1.1 do not say how many. */
  readonly maxUnderWay: number;
}

const usualUnderWay = 20;
/** Fixed header, lengths, topic and properties take less than this and the topic. */
const headBytes = 200;

/** @throws MisconfiguredError where the broker does not do what it would be asked for */
function limitsOf({ properties = {} }: IConnackPacket, { qos, retained, maxpacketsize }: MqttSettings): Limits {
  const { maximumPacketSize, receiveMaximum, maximumQoS = 2, retainAvailable = true } = properties;
  if (qos > maximumQoS) throw new MisconfiguredError(`The MQTT broker does not know qos ${qos}: set ${maximumQoS}`);
  if (retained && !retainAvailable)
    throw new MisconfiguredError('The MQTT broker retains nothing: set retained: false');
  return {
    maxPacketBytes: Math.min(maximumPacketSize ?? Number.POSITIVE_INFINITY, maxpacketsize || Number.POSITIVE_INFINITY),
    maxUnderWay: Math.min(receiveMaximum ?? usualUnderWay, 100),
  };
}

async function publish(
  client: MqttClient,
  { qos, retained }: MqttSettings,
  { maxPacketBytes, maxUnderWay }: Limits,
  messages: Messages,
  alerts: Alerts,
): Promise<void> {
  const options = { qos: qos === 1 || qos === 2 ? qos : 0, retain: retained } as const;
  const underWay: Promise<unknown>[] = [];
  let read: Promise<void> | undefined;
  await publishAll(messages, alerts, async ({ topic, payload, properties }) => {
    const bytes = Buffer.byteLength(payload) + Buffer.byteLength(topic) + headBytes;
    if (bytes > maxPacketBytes) {
      throw new RejectedError(
        `The alert takes ${bytes} bytes, and the MQTT broker at most ${maxPacketBytes}: raise its limit`,
      );
    }
    const position = underWay.length;
    const before = position < maxUnderWay ? undefined : underWay[position - maxUnderWay];
    const sent = sendAfter(before, client, topic, payload, { ...options, ...(properties && { properties }) });
    underWay.push(sent);
    await sent;
    if (options.qos === 0) await (read ??= Promise.allSettled(underWay).then(() => readByBroker(client)));
  });
}

/** In order, since each waits for one that is well before it. */
async function sendAfter(
  before: Promise<unknown> | undefined,
  client: MqttClient,
  ...message: Parameters<MqttClient['publishAsync']>
): Promise<void> {
  // Whether that arrived is for those to know who sent it.
  await before?.catch(() => {});
  try {
    await client.publishAsync(...message);
  } catch (error) {
    throw mqttError(error);
  }
}

/** A broker answers a ping after it has read all before. */
function readByBroker(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    const listen = ({ cmd }: Packet) => {
      if (cmd !== 'pingresp') return;
      client.off('packetreceive', listen);
      resolve();
    };
    client.on('packetreceive', listen);
    client.sendPing();
  });
}
