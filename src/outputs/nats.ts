import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { natsServers } from './nats-servers.ts';
import { natsMessages, openNats } from './nats-session.ts';
import { subjectTemplate } from './nats-subject.ts';
import { secret } from './options.ts';

/** See https://docs.nats.io/reference/reference-protocols/nats-protocol and https://docs.nats.io/nats-concepts/jetstream. */
export const nats = defineSessionOutput({
  id: 'nats',
  transport: 'socket',
  about: {
    title: 'NATS',
    category: 'queue',
    website: 'https://nats.io',
    summary: 'publishes alerts to subjects of NATS, or to a stream of JetStream',
    setup:
      "Permit the user to publish to the subjects, and, with `jetstream`, to subscribe to `_INBOX.>`. Without `jetstream`, NATS hands an alert to those who listen at that moment and keeps nothing. With it, create a stream first: `nats stream add falco --subjects 'falco.>'`. Alerts larger than `max_payload` of the server, 1 MB unless set, become dead letters.",
    fixes: [
      'One connection is kept, where upstream opens one for each alert, and an alert counts as delivered once the server has confirmed that it read it. Upstream does not ask.',
      'New: `jetstream`, which waits until the stream has stored the alert. The `uuid` is the `Nats-Msg-Id`, by which the stream drops what was sent twice within its duplicate window.',
      '`checkcert` and `mutualtls` count; upstream ignores them. TLS is used where the server offers it, and insisted on with `tls://`.',
      'New: several servers, `token`, `credsfile` and `nkeyseed`.',
      'A rule without letters and digits makes the word `_`, where upstream makes an empty one, which nobody can subscribe to. A rule longer than 1,000 characters is cut, since the server would hang up.',
    ],
  },
  options: z.strictObject({
    hostport: natsServers(
      'The URL of the server, such as `nats://nats:4222` or `tls://user:password@nats`; several with commas in between.',
    ),
    subjecttemplate: subjectTemplate(),
    jetstream: z
      .boolean()
      .default(false)
      .describe('Publishes to a stream, which must exist, and waits until it has stored each alert.'),
    token: secret('The token, where the server wants one.').optional(),
    credsfile: z.string().default('').describe('The file with JWT and seed of a user, as `nsc` writes it.'),
    nkeyseed: secret('The seed of the NKey, `SU…`, where the server wants one.').optional(),
  }),
  examples: {
    minimal: { hostport: 'nats://nats:4222' },
    'JetStream, with TLS and a password': {
      hostport: 'tls://falco:swordfish@nats-1.example.com:4222,tls://nats-2.example.com:4222',
      subjecttemplate: 'security.<priority>',
      jetstream: true,
    },
  },
  batch: { maxAlerts: 256, maxBytes: 4_000_000 },
  message: (alerts, { subjecttemplate, jetstream }) => natsMessages(alerts, subjecttemplate, jetstream),
  open: openNats,
});
