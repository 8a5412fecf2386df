import { DeliveryError, MisconfiguredError } from './errors.ts';
import { socketError, type SocketAddress } from './socket.ts';

/** What a reply begins with where another attempt cannot help, and what may. */
const remedies: Readonly<Record<string, string>> = {
  WRONGPASS: 'check username and password',
  NOAUTH: 'set password',
  NOPERM: 'permit the user the command and the key',
  WRONGTYPE: 'the key holds something else already, set another key',
};

/** What an error of the client or a reply of the server means. */
export function redisError(error: unknown, address: SocketAddress): DeliveryError {
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
