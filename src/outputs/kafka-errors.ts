import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

/** By the names of https://kafka.apache.org/protocol#protocol_error_codes. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['INVALID_TOPIC_EXCEPTION', 'set another topic'],
  ['TOPIC_AUTHORIZATION_FAILED', 'permit the user to Write and Describe the topic'],
  ['CLUSTER_AUTHORIZATION_FAILED', 'permit the user to Write to the cluster'],
  ['SASL_AUTHENTICATION_FAILED', 'check username and password'],
  ['UNSUPPORTED_SASL_MECHANISM', 'set another sasl'],
  ['ILLEGAL_SASL_STATE', 'the listener wants no sasl'],
  ['INVALID_REQUIRED_ACKS', 'set requiredacks: ALL'],
  ['UNSUPPORTED_COMPRESSION_TYPE', 'set another compression'],
  ['INVALID_RECORD', 'the topic is compacted and wants a key: set key: uuid'],
]);

export interface KafkaPlace {
  readonly topic: string;
  readonly topiccreation: boolean;
  readonly address: SocketAddress;
}

/** What an error of the client means, which wraps what the broker said in others. */
export function kafkaError(error: unknown, place: KafkaPlace): DeliveryError {
  const errors = within(error);
  const known = errors.find((one) => one instanceof DeliveryError);
  if (known) return known;
  const names = errors.map((one) => textOf(one, 'apiId')).filter((name) => name !== undefined);
  if (names.length > 0) return fromBroker(names, place);
  return fromClient(errors, place) ?? socketFailure(errors, place.address);
}

function fromBroker(names: readonly string[], place: KafkaPlace): DeliveryError {
  const said = `Kafka answered: ${names.join(', ')}`;
  if (names.some((name) => /^(?:MESSAGE|RECORD_LIST)_TOO_LARGE$/.test(name))) {
    return new RejectedError(`The alert is too large: raise max.message.bytes of the topic "${place.topic}" (${said})`);
  }
  if (names.includes('UNKNOWN_TOPIC_OR_PARTITION')) return missingTopic(place);
  const [remedy] = names.flatMap((name) => remedies.get(name) ?? []);
  return remedy === undefined
    ? new DeliveryError(said)
    : new MisconfiguredError(`${said}: ${remedy} ("${place.topic}")`);
}

/** A topic that is asked for comes into being a moment later. */
export function missingTopic({ topic, topiccreation }: KafkaPlace): DeliveryError {
  return topiccreation
    ? new DeliveryError(`Kafka has no topic "${topic}" yet: if that lasts, create it, since the brokers do not`)
    : new MisconfiguredError(`Kafka has no topic "${topic}": create it, or set topiccreation: true`);
}

/** What the client itself finds, which it says in words only. */
function fromClient(errors: readonly Error[], place: KafkaPlace): DeliveryError | undefined {
  const says = (text: RegExp) => errors.some(({ message }) => text.test(message));
  if (says(/Unknown topic/)) return missingTopic(place);
  if (says(/requires TLS/)) return new MisconfiguredError('The broker of Kafka wants TLS: set tls: true');
  if (says(/verify the broker supports TLS/)) {
    return new MisconfiguredError('The broker of Kafka does not speak TLS: set tls: false, or another port');
  }
  if (says(/SASL|authentication/i)) {
    return new MisconfiguredError('Kafka does not accept the login: check sasl, username and password');
  }
  return undefined;
}

function socketFailure(errors: readonly Error[], address: SocketAddress): DeliveryError {
  const cause = errors.find((one) => /^E[A-Z]+$|^[A-Z_]*CERT|^UNABLE_|^ERR_/.test(textOf(one, 'code') ?? ''));
  return socketError(cause ?? new Error(errors.at(-1)?.message ?? 'unknown error'), address);
}

/** An error, those that it gathers, and their causes, the outermost first. */
function within(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const inner: readonly unknown[] = [...(error instanceof AggregateError ? error.errors : []), error.cause];
  return [error, ...inner.flatMap(within)];
}

function textOf(error: Error, name: 'apiId' | 'code'): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
