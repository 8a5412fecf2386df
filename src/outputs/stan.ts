import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { natsServers } from './nats-servers.ts';
import { natsMessages, openNats } from './nats-session.ts';
import { subjectTemplate } from './nats-subject.ts';

/** NATS Streaming has had no fix since June 2023, see https://github.com/nats-io/nats-streaming-server#readme. */
export const stan = defineSessionOutput({
  id: 'stan',
  transport: 'socket',
  about: {
    title: 'NATS Streaming (STAN)',
    category: 'queue',
    website: 'https://docs.nats.io/legacy/stan',
    summary: 'publishes alerts to a stream of JetStream, which replaced NATS Streaming',
    warning:
      'NATS Streaming (STAN) reached its end of life in June 2023, and nothing is sent to it any more: alerts go to JetStream, by the same subject. Create a stream for it, and use the section "nats" with "jetstream: true".',
    setup:
      "Run a NATS server with JetStream (`nats-server -js`) at `hostport`, create a stream for the subjects, `nats stream add falco --subjects 'falco.>'`, and move those who read to it. Then name the section `nats`, with `jetstream: true`, which has more options.",
    fixes: [
      'Alerts go to JetStream instead, by the same subject and with the same payload: there is no client for NATS Streaming that is still looked after.',
      '`clusterid` and `clientid` have no meaning there and count for nothing.',
    ],
  },
  options: z.strictObject({
    hostport: natsServers('The URL of a server with JetStream, such as `nats://nats:4222`.'),
    clusterid: z.string().min(1).describe('The name of the cluster of NATS Streaming; without effect.'),
    clientid: z.string().min(1).describe('The name of the client of NATS Streaming; without effect.'),
    subjecttemplate: subjectTemplate(),
  }),
  examples: {
    minimal: { hostport: 'nats://nats:4222', clusterid: 'test-cluster', clientid: 'falcosidekick' },
  },
  batch: { maxAlerts: 256, maxBytes: 4_000_000 },
  message: (alerts, { subjecttemplate }) => natsMessages(alerts, subjecttemplate, true),
  open: ({ hostport }, context) => openNats({ hostport, jetstream: true, credsfile: '' }, context),
});
