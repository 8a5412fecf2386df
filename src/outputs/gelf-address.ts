import { z } from 'zod';
import { Secret } from '#kit/secret.ts';

/** Where messages go. A URL with user and password in it is hidden as a whole. */
export type GelfAddress =
  | { readonly protocol: 'http'; readonly url: string | Secret }
  | { readonly protocol: 'tcp' | 'tls' | 'udp'; readonly host: string; readonly port: number };

const defaultPort = 12_201;
const form =
  'It must be the URL of an input, such as http://graylog:12201/gelf, tcp://graylog:12201, tls:// or udp://.';

/** The URL of an input of Graylog, whose scheme says how messages travel. */
export function gelfAddress(description: string) {
  return z
    .url({ protocol: /^(?:https?|tcp|tls|udp)$/, error: form })
    .transform((text, context): GelfAddress => {
      const address = read(new URL(text));
      if (address) return address;
      context.addIssue(form);
      return z.NEVER;
    })
    .meta({ description });
}

function read(url: URL): GelfAddress | undefined {
  const { protocol, hostname, port, pathname } = url;
  if (hostname === '') return undefined;
  const socketProtocol = /^(tcp|tls|udp):$/.exec(protocol)?.[1];
  if (socketProtocol === 'tcp' || socketProtocol === 'tls' || socketProtocol === 'udp') {
    if (pathname !== '' && pathname !== '/') return undefined;
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    return { protocol: socketProtocol, host, port: Number(port || defaultPort) };
  }
  if (pathname === '/') url.pathname = '/gelf';
  return { protocol: 'http', url: url.username === '' && url.password === '' ? url.href : new Secret(url.href) };
}
