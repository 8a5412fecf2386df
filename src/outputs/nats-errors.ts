import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

/** Why there is no connection. What the client says besides its code may be anything. */
export function natsConnectError(error: unknown, address: SocketAddress): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  const place = `The NATS server at ${address.host}:${address.port}`;
  if (/^(?:AuthorizationError|UserAuthenticationExpiredError)$/.test(name)) {
    return new MisconfiguredError(
      `${place} refuses the credentials (${message}): check user and password, token, credsfile or nkeyseed`,
    );
  }
  if (message.includes("does not support 'tls'")) {
    return new MisconfiguredError(`${place} does not offer TLS: use nats://, or set up TLS there`);
  }
  if (/seed|nkey|creds|unable to parse/i.test(message)) {
    return new MisconfiguredError('The credentials cannot be used: check credsfile and nkeyseed');
  }
  return socketError(cause ?? error, address);
}

/** Why something was not published. */
export function natsError(error: unknown, subject = ''): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'InvalidArgumentError' || /message size exceeds/i.test(message)) {
    return new RejectedError(`The alert is too large for NATS: raise max_payload of the server (${message})`);
  }
  if (name === 'PermissionViolationError') {
    return new MisconfiguredError(`NATS answered: ${message}: permit the user to publish to the subject`);
  }
  if (name === 'JetStreamNotEnabled') {
    return new MisconfiguredError(
      `No stream of JetStream takes the subject "${subject}": create one, as with "nats stream add", or switch on JetStream`,
    );
  }
  return new DeliveryError(
    name === 'JetStreamApiError' ? `JetStream answered: ${message}` : `The connection to NATS failed (${message})`,
  );
}
