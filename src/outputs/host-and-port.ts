import { z } from 'zod';
import type { SocketAddress } from './socket.ts';

const pattern = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/;

/** `host`, `host:port` or `[IPv6 address]:port`. */
export function hostAndPort(description: string, defaultPort: number) {
  return z
    .string()
    .transform((text, context): SocketAddress => {
      const [, ipv6, name, digits] = pattern.exec(text.trim()) ?? [];
      const host = ipv6 ?? name;
      const port = digits === undefined ? defaultPort : Number(digits);
      if (host !== undefined && port > 0 && port < 65_536) return { host, port };
      context.addIssue(
        `It must be a host and a port, such as example.com:${defaultPort} or [2001:db8::1]:${defaultPort}.`,
      );
      return z.NEVER;
    })
    .meta({ description });
}
