import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import type { SocketAddress } from './socket.ts';

/** The servers of a cluster: any of them will do. */
export interface NatsServers {
  readonly addresses: readonly SocketAddress[];
  /** TLS is wanted, not only used where the server offers it. */
  readonly isSecure: boolean;
  readonly user?: string;
  readonly password?: Secret;
  readonly token?: Secret;
}

const defaultPort = 4222;
const form = 'It must be the URL of a server, such as nats://nats:4222 or tls://user:password@nats.example.com.';

/** URLs with commas in between. As in other clients, the first one's credentials count for all, and one alone is a token. */
export function natsServers(description: string) {
  return z
    .string()
    .transform((text, context): NatsServers => {
      const urls = text.split(',').map((one) => natsUrl(one.trim()));
      const [first, ...others] = urls;
      if (first && others.every((one) => one !== undefined)) return serversAt([first, ...others]);
      context.addIssue(form);
      return z.NEVER;
    })
    .meta({ description });
}

/** `http://` is what Falcosidekick takes for the same as `nats://`. */
function natsUrl(text: string): URL | undefined {
  if (!/^(?:nats|natss|tls|https?):\/\//i.test(text)) return undefined;
  const isSecure = /^(?:natss|tls|https):/i.test(text);
  const url = URL.parse(text.replace(/^[a-z]+:/i, isSecure ? 'tls:' : 'nats:'));
  return url && url.hostname !== '' ? url : undefined;
}

function serversAt(urls: readonly [URL, ...URL[]]): NatsServers {
  const [{ username, password }] = urls;
  const [name, word] = [decodeURIComponent(username), decodeURIComponent(password)];
  const credentials = word === '' ? { token: new Secret(name) } : { user: name, password: new Secret(word) };
  return {
    addresses: urls.map(({ hostname, port }) => ({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || defaultPort),
    })),
    isSecure: urls.some(({ protocol }) => protocol === 'tls:'),
    ...(name !== '' && credentials),
  };
}
