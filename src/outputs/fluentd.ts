import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { FluentdMessage } from './fluentd-message.ts';
import { openFluentd } from './fluentd-session.ts';
import { hostAndPort } from './host-and-port.ts';
import { secret } from './options.ts';
import { certificateOptions, ownTls } from './own-certificates.ts';

const options = z.strictObject({
  address: hostAndPort('The host and port of the input `forward`, such as `fluentd:24224`.', 24_224),
  tag: z.string().min(1).default('falco').describe('The tag of the events, by which Fluentd routes them.'),
  sharedkey: secret('The `shared_key` of the server, where it has one.').optional(),
  username: z.string().default('').describe('The user name, where the server asks for one; needs `sharedkey`.'),
  password: secret('The password that belongs to `username`.').optional(),
  hostname: z
    .string()
    .min(1)
    .default('tiercel')
    .describe('The name to introduce oneself by, which a server may ask for in `<client>`; only with `sharedkey`.'),
  ...certificateOptions,
});

/** See https://docs.fluentd.org/input/forward and https://docs.fluentbit.io/manual/data-pipeline/inputs/forward. */
export const fluentd = defineSessionOutput({
  id: 'fluentd',
  transport: 'socket',
  about: {
    title: 'Fluentd',
    category: 'log',
    website: 'https://www.fluentd.org',
    summary: 'sends alerts to Fluentd or Fluent Bit, by the forward protocol',
    setup:
      'Configure an input `forward` (`<source> @type forward </source>`, in Fluent Bit `[INPUT] Name forward`), and a match for the tag. Alerts are delivered once the server has acknowledged them; for it to have them on disk then, give it a buffer of type `file`. An alert that was sent twice has the same `uuid`. The record is the JSON of the alert; whole numbers that take more than 64 bits, and numbers beyond the range of doubles, are texts in it. What speaks the protocol, but acknowledges nothing, gets each alert again and again.',
  },
  options,
  examples: {
    minimal: { address: 'fluentd.logging.svc:24224' },
    'TLS, a shared key and a user': {
      address: '[2001:db8::7]',
      tag: 'security.falco',
      sharedkey: 'swordfish-key',
      username: 'falco',
      password: 'swordfish',
      hostname: 'tiercel-0',
      tls: true,
      cacertfile: '/etc/certs/fluentd-ca.crt',
    },
  },
  batch: { maxAlerts: 500, maxBytes: 2_000_000 },
  message: (alerts, { tag }) => new FluentdMessage(tag, alerts),
  async open({ address, sharedkey, username, password, hostname, ...own }, context) {
    return openFluentd(address, await ownTls(own, context), { sharedkey, username, password, hostname }, context);
  },
});
