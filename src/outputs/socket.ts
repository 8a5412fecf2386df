import net from 'node:net';
import tls from 'node:tls';
import { DeliveryError, MisconfiguredError } from './errors.ts';

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
  signal: AbortSignal,
): Promise<net.Socket> {
  signal.throwIfAborted();
  const target = { host: address.host, port: address.port };
  const socket = tlsOptions
    ? tls.connect({ ...tlsOptions, ...target, ...serverName(address.host) })
    : net.connect(target);
  try {
    await connected(socket, tlsOptions ? 'secureConnect' : 'connect', signal);
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : socketError(error, address);
  }
  socket.setKeepAlive(true, keepAliveMs).setNoDelay(true);
  return socket;
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
export function serverName(host: string): { servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}

/** Codes of TLS that another attempt cannot change. */
const certificateCodes =
  /^(?:CERT_|ERR_TLS_CERT|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO)/;

/** An error of a socket, with whom it concerns, and without whatever else it may carry. */
export function socketError(error: unknown, { host, port }: SocketAddress): DeliveryError {
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
