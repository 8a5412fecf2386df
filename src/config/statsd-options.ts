import { z } from 'zod';
import { duration } from '#outputs/options.ts';
import type { SocketAddress } from '#outputs/socket.ts';

/** Where counters are pushed to: datagrams, or a stream to a port or to a socket of this machine. */
export type StatsdAddress =
  | ({ readonly protocol: 'udp' | 'tcp' } & SocketAddress)
  | { readonly protocol: 'unixstream'; readonly path: string };

const defaultPort = 8125;
const form =
  'It must be a host and a port, such as statsd:8125, or tcp://statsd:8125, or unixstream:///var/run/datadog/dsd.socket. Sockets for datagrams (unix://) are not supported: let the server listen to UDP on loopback.';

function statsdAddress(text: string): StatsdAddress | undefined {
  const path = /^unixstream:\/\/(\/.+)$/.exec(text)?.[1];
  if (path !== undefined) return { protocol: 'unixstream', path };
  const [, scheme = 'udp', ipv6, name, digits] =
    /^(?:(udp|tcp):\/\/)?(?:\[([^\]]+)\]|([^:/[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const [host, port] = [ipv6 ?? name, digits === undefined ? defaultPort : Number(digits)];
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return { protocol: scheme === 'tcp' ? 'tcp' : 'udp', host, port };
}

/** `statsd` and `dogstatsd`, which are no outputs of alerts: they say how Tiercel itself fares. */
export const statsdOptions = z.strictObject({
  forwarder: z
    .string()
    .min(1)
    .transform((text, context) => {
      const address = statsdAddress(text.trim());
      if (address) return address;
      context.addIssue(form);
      return z.NEVER;
    })
    .optional()
    .describe(
      'Where to push counters: a host and a port, such as statsd:8125, for datagrams; tcp://statsd:8125; or unixstream:///var/run/datadog/dsd.socket. None are pushed without it.',
    ),
  namespace: z
    .string()
    .regex(/^[^:|@#\s]*$/, 'It must not hold a blank nor one of : | @ #.')
    .default('falcosidekick.')
    .describe('What the names of all counters begin with.'),
  tags: z
    .array(z.string().regex(/^[^|,#\s]+$/, 'A tag must not hold a blank nor one of | , #.'))
    .default([])
    .describe('Tags of all counters, such as `cluster:eu-1`.'),
  interval: duration('How often counters are pushed. A bare number is in milliseconds.', '10s', 'ms').refine(
    (ms) => ms >= 100,
    'It must be at least 100ms.',
  ),
});

export type StatsdOptions = z.output<typeof statsdOptions>;
