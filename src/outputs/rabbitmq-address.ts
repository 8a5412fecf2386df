import { z } from 'zod';
import { Secret } from '#kit/secret.ts';
import type { SocketAddress } from './socket.ts';

export interface RabbitmqAddress {
  readonly address: SocketAddress;
  readonly isSecure: boolean;
  readonly user: string;
  readonly password: Secret;
  readonly vhost: string;
}

const form = 'It must be a URL such as amqp://user:password@rabbitmq:5672/vhost, or amqps:// for TLS.';

/** See https://www.rabbitmq.com/docs/uri-spec. Without user and password it is `guest`, as everywhere. */
export function rabbitmqAddress(description: string) {
  return z
    .string()
    .min(1)
    .transform((text, context): RabbitmqAddress => {
      const url = /^amqps?:\/\//i.test(text) ? URL.parse(text) : null;
      const address = url && url.hostname !== '' ? addressAt(url) : undefined;
      if (address) return address;
      context.addIssue(form);
      return z.NEVER;
    })
    .meta({ description, secret: true });
}

function addressAt({ protocol, hostname, port, username, password, pathname }: URL): RabbitmqAddress | undefined {
  const isSecure = protocol === 'amqps:';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  try {
    return {
      address: { host, port: Number(port || (isSecure ? 5671 : 5672)) },
      isSecure,
      user: decodeURIComponent(username) || 'guest',
      password: new Secret(decodeURIComponent(password) || 'guest'),
      vhost: decodeURIComponent(pathname.slice(1)) || '/',
    };
  } catch {
    return undefined;
  }
}
