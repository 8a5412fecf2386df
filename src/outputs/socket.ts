import net from 'node:net';
import tls from 'node:tls';
import { DeliveryError, MisconfiguredError } from './errors.ts';
import type { ConnectContext } from './output.ts';

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** Dead peers are noticed although nothing is to be sent. */
const keepAliveMs = 30_000;

/** Connects, with TLS if there are options for it. Errors name host and port. */
export async function openSocket(
  address: SocketAddress,
  tlsOptions: tls.ConnectionOptions | undefined,
  { signal, lookup }: Pick<ConnectContext, 'signal' | 'lookup'>,
): Promise<net.Socket> {
  signal.throwIfAborted();
  const socket = beginSocket(address, tlsOptions, lookup);
  try {
    await connected(socket, tlsOptions ? 'secureConnect' : 'connect', signal);
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : socketError(error, address);
  }
  socket.setKeepAlive(true, keepAliveMs).setNoDelay(true);
  return socket;
}

/** A socket that is not connected yet, to one of the addresses that `lookup` gives. */
export function beginSocket(
  { host, port }: SocketAddress,
  tlsOptions: tls.ConnectionOptions | undefined,
  lookup: net.LookupFunction | undefined,
): net.Socket {
  const target = { host, port, ...(lookup && { lookup }) };
  return tlsOptions ? tls.connect({ ...tlsOptions, ...target, ...serverName(host) }) : net.connect(target);
}

function connected(socket: net.Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason);
    signal.addEventListener('abort', aborted, { once: true });
    socket.once('error', reject).once(event, () => {
      socket.off('error', reject);
      signal.removeEventListener('abort', aborted);
      resolve();
    });
  });
}

/** SNI is for names only, see https://www.rfc-editor.org/rfc/rfc6066#section-3. */
function serverName(host: string): { servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}

/** Codes of TLS that another attempt cannot change. */
const certificateCodes =
  /^(?:CERT_|ERR_TLS_CERT|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO)/;

/** An error of a socket, with whom it concerns, and without whatever else it may carry. */
export function socketError(error: unknown, { host, port }: SocketAddress): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const place = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  const code = codeOf(error);
  if (certificateCodes.test(code)) {
    return new MisconfiguredError(
      `${place} does not speak TLS, or its certificate is not trusted (${code}): check it, or set tlsclient.cacertfile`,
    );
  }
  if (code === 'ENOTFOUND') return new DeliveryError(`The host ${host} is not known (${code})`);
  return new DeliveryError(`The connection to ${place} failed (${code})`);
}

/** Where a name has several addresses, Node tries them all, and reports all failures. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
