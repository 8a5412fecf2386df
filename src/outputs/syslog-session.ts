import dgram from 'node:dgram';
import { lookup as systemLookup } from 'node:dns';
import { once } from 'node:events';
import { isIP, isIPv6, type LookupFunction, type Socket } from 'node:net';
import type { Session } from './define.ts';
import type { ConnectContext } from './output.ts';
import { openSocket, socketError, type SocketAddress } from './socket.ts';

type Frames = readonly string[];
type Datagrams = readonly (string | Uint8Array)[];

/** One connection; all frames of a message go in one piece. */
export async function openStream(
  address: SocketAddress,
  protocol: 'tcp' | 'tls',
  { tls, lost, ...context }: Pick<ConnectContext, 'tls' | 'signal' | 'lookup' | 'lost'>,
): Promise<Session<Frames>> {
  const socket = await openSocket(address, protocol === 'tls' ? tls : undefined, context);
  socket.on('error', (error) => lost(socketError(error, address)));
  socket.on('close', () => lost(new Error('The server closed the connection')));
  // Whatever the server says is of no interest, but unread it would hide that it hangs up.
  socket.resume();
  return {
    send: (frames, aborted) => write(socket, frames.join(''), address, aborted),
    close: async () => socket.destroySoon(),
  };
}

/** Resolves when the operating system has taken everything. */
function write(socket: Socket, text: string, address: SocketAddress, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.write(text, (error) => {
      signal.removeEventListener('abort', abort);
      if (error) reject(socketError(error, address));
      else resolve();
    });
  });
}

interface DatagramSession {
  send(datagrams: Datagrams): Promise<void>;
  close(): Promise<void>;
}

/** Connected, so that a port nobody listens on is noticed, if only with the next alert. */
export async function openUdp(
  address: SocketAddress,
  { signal, lookup, lost }: Pick<ConnectContext, 'signal' | 'lookup' | 'lost'>,
): Promise<DatagramSession> {
  const socket = await connectedUdp(address, signal, lookup);
  socket.on('error', (error) => lost(socketError(error, address)));
  return {
    async send(datagrams) {
      for (const datagram of datagrams) await sendDatagram(socket, datagram, address);
    },
    async close() {
      socket.removeAllListeners('error').on('error', () => {});
      socket.close();
    },
  };
}

async function connectedUdp(
  address: SocketAddress,
  signal: AbortSignal,
  lookup: LookupFunction = systemLookup,
): Promise<dgram.Socket> {
  try {
    const ip = await resolved(address.host, lookup);
    const socket = dgram.createSocket({ type: isIPv6(ip) ? 'udp6' : 'udp4', signal });
    socket.connect(address.port, ip);
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    throw signal.aborted ? signal.reason : socketError(error, address);
  }
}

/** An address stands for itself. */
export function resolved(host: string, lookup: LookupFunction = systemLookup): Promise<string> {
  if (isIP(host) !== 0) return Promise.resolve(host);
  return new Promise((resolve, reject) => {
    lookup(host, {}, (error, address) => {
      if (error || typeof address !== 'string') reject(error ?? new Error('no address'));
      else resolve(address);
    });
  });
}

function sendDatagram(socket: dgram.Socket, datagram: string | Uint8Array, address: SocketAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(datagram, (error) => {
      if (error) reject(socketError(error, address));
      else resolve();
    });
  });
}
