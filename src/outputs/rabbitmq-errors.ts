import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

/** By the names of https://www.rabbitmq.com/amqp-0-9-1-reference#constants. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['ACCESS_REFUSED', 'check user and password in url, and the permissions of the user'],
  ['NOT_ALLOWED', 'check the virtual host in url, and that the user has access to it'],
  ['INVALID_PATH', 'check the virtual host in url'],
  ['NOT_FOUND', 'create it, or set declare: true'],
  ['PRECONDITION_FAILED', 'it is there already, but of another kind'],
  ['RESOURCE_LOCKED', 'another connection has the queue for itself'],
]);

/** What an error of the client, or what RabbitMQ said, means. */
export function rabbitmqError(error: unknown, address: SocketAddress): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { message } = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(error);
  if (/message size .* larger/i.test(message))
    return new RejectedError(`The alert is too large for RabbitMQ: ${message}`);
  const remedy = remedies.get(code);
  if (remedy !== undefined) return new MisconfiguredError(`RabbitMQ answered: ${message}: ${remedy}`);
  // The client's own codes, and the rest of RabbitMQ's, are in capitals with underscores; those of sockets have none.
  if (/^(?:[A-Z]+_)+[A-Z]+$|^CLOSING$/.test(code) && !/^(?:ERR_|CERT_|UNABLE_|DEPTH_|SELF_|HOSTNAME_)/.test(code)) {
    return new DeliveryError(`The connection to RabbitMQ ended: ${message}`);
  }
  return socketError(error, address);
}

/** RabbitMQ answered to one message that it does not take it, and the channel goes on. */
export function isRefusedOnly(error: unknown): boolean {
  return codeOf(error) === 'NACK';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
