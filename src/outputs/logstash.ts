import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { logstashLine } from './logstash-line.ts';
import { openConfirmed } from './logstash-session.ts';
import { certificateOptions, ownTls } from './own-certificates.ts';
import { openStream } from './syslog-session.ts';

const options = z.strictObject({
  address: z.string().min(1).describe('The host name or address of Logstash.'),
  port: z.int().min(1).max(65_535).default(5044).describe('The port of its input `tcp`.'),
  ...certificateOptions,
  tags: z.array(z.string()).default([]).describe('Tags to add to those of each alert.'),
  confirm: z
    .boolean()
    .default(true)
    .describe(
      'Sends over a connection of its own each time, and counts alerts as delivered when Logstash hangs up, which it does when it has read them all; what it has read it keeps in memory, unless its own queue is persisted, and the protocol cannot tell. Without it one connection is kept, and what is under way when that breaks is lost.',
    ),
});

/** See https://www.elastic.co/docs/reference/logstash/plugins/plugins-inputs-tcp. */
export const logstash = defineSessionOutput({
  id: 'logstash',
  transport: 'socket',
  about: {
    title: 'Logstash',
    category: 'log',
    website: 'https://www.elastic.co/logstash',
    summary: 'sends alerts to the input `tcp` of Logstash, one JSON document a line',
    setup:
      'Configure an input such as `tcp { port => 5044 codec => json_lines { decode_size_limit_bytes => 10000000 } }`; with `tls`, also `ssl_enabled => true`. An alert that was sent twice is one document in Elasticsearch if the output of Logstash has `document_id => "%{uuid}"`.',
    fixes: [
      'An alert is delivered when Logstash has read it, and otherwise sent again. Upstream connects again, sends the alert that failed no more, and reports success.',
      'Logstash need not be there at the start. Upstream gives the output up for ever.',
      'The certificate of the server is checked unless `checkcert: false` is set, as the documentation of Falcosidekick has it; its real default is not to.',
      'Certificate files given here count whether or not `mutualtls` is set, which upstream insists on.',
      'Where two fields would have the same name without their index, the one that had it from the start stays. Upstream keeps either by chance.',
    ],
  },
  options,
  examples: {
    minimal: { address: 'logstash.example.com' },
    'TLS, with tags': {
      address: '192.0.2.7',
      port: 6514,
      tls: true,
      cacertfile: '/etc/certs/logstash-ca.crt',
      tags: ['falco', 'production "eu"'],
    },
    'one connection': { address: '2001:db8::7', confirm: false },
  },
  batch: { maxAlerts: 500, maxBytes: 2_000_000 },
  message: (alerts, { tags }) => alerts.map((alert) => logstashLine(alert, tags)),
  async open({ address: host, port, confirm, ...own }, context) {
    const tls = await ownTls(own, context);
    if (confirm) return openConfirmed({ host, port }, tls, context);
    return openStream({ host, port }, tls ? 'tls' : 'tcp', { ...context, ...(tls && { tls }) });
  },
});
