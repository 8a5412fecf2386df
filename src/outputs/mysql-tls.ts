import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { socketError, type SocketAddress } from './socket.ts';

/** What of the client has to do with TLS. */
interface Upgradable {
  stream: Duplex;
  readonly packetParser: { execute(data: Buffer): void };
}

/**
 * Has the client begin TLS with options of ours: by itself, it builds a context from the texts of certificates, and leaves it
 * to another option whether the certificate is for this host.
 */
export function upgradeWith(client: object, options: tls.ConnectionOptions, address: SocketAddress): void {
  if (!isUpgradable(client)) throw new TypeError('This version of mysql2 begins TLS in another way');
  Object.defineProperty(client, 'startTLS', {
    // The client would put a code of its own in the place of the one that says what is wrong.
    value: (done: (error?: Error) => void) =>
      startTls(client, { ...options, ...targetOf(address) }, (error) => done(error && socketError(error, address))),
  });
}

/** Names are sent, so that a server with several certificates shows the right one; addresses must not be. */
function targetOf({ host }: SocketAddress): { readonly host: string; readonly servername?: string } {
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

function isUpgradable(client: object): client is Upgradable {
  return 'stream' in client && 'packetParser' in client && 'startTLS' in client;
}

function startTls(client: Upgradable, options: tls.ConnectionOptions, done: (error?: Error) => void): void {
  const plain = client.stream;
  plain.removeAllListeners('data');
  const secure = tls.connect({ ...options, socket: plain });
  secure.once('error', done).once('secureConnect', () => {
    secure.off('error', done);
    // What breaks from here on breaks the socket below, too, and the client listens to that.
    secure.on('error', (error) => plain.destroy(error));
    done();
  });
  secure.on('data', (data) => client.packetParser.execute(data));
  client.stream = secure;
}
