import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Session } from './define.ts';
import { DeliveryError } from './errors.ts';
import type { ConnectContext } from './output.ts';
import { openSocket, socketError, type SocketAddress } from './socket.ts';

type Lines = readonly string[];

/**
 * A connection for each message. Whoever reads it learns from its end that there is no more, and hangs up as well, which it
 * does only once it has read everything; if it dies with something unread, the operating system resets the connection. So
 * the end is an answer, where the protocol has none. Before the first message, and after each failure, a connection without
 * a message shows whether the other side answers at all: a Logstash that takes nothing at present is not sent the same again and again.
 */
export async function openConfirmed(
  address: SocketAddress,
  tls: ConnectionOptions | undefined,
  { signal: ended, lookup, lost }: Pick<ConnectContext, 'signal' | 'lookup' | 'lost'>,
): Promise<Session<Lines>> {
  await exchange('', ended);
  return {
    async send(lines, signal) {
      try {
        await exchange(lines.join(''), AbortSignal.any([signal, ended]));
      } catch (error) {
        lost(socketError(error, address));
        throw error;
      }
    },
    close: async () => {},
  };

  async function exchange(text: string, signal: AbortSignal): Promise<void> {
    const socket = await openSocket(address, tls, { signal, ...(lookup && { lookup }) });
    try {
      await untilRead(socket, text, signal);
    } catch (error) {
      throw signal.aborted ? unconfirmed(address) : socketError(error, address);
    } finally {
      socket.on('error', () => {}).destroy();
    }
  }
}

/** What comes back before the end is of no interest, but must not stand in the way. */
async function untilRead(socket: Socket, text: string, signal: AbortSignal): Promise<void> {
  const hungUp = once(socket.resume(), 'end', { signal });
  socket.end(text);
  await hungUp;
  if (!socket.writableFinished) throw new DeliveryError('The server hung up before it had everything');
}

function unconfirmed({ host, port }: SocketAddress): DeliveryError {
  return new DeliveryError(
    `${host}:${port} does not hang up at the end of what it got: it takes nothing at present, or, where that goes on, it is something that never does; set confirm to false for that`,
  );
}
