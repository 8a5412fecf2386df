import { z } from 'zod';
import { url } from '#kit/url.ts';
import { alertWithin } from './alert-within.ts';
import { defineHttpOutput } from './define.ts';
import { secretUrl } from './options.ts';

/**
 * An HTTP source takes one message a line, best between 100 kB and 1 MB a request, and splits a message at 64 kB.
 * See https://www.sumologic.com/help/docs/send-data/hosted-collectors/http-source/logs-metrics/ and
 * https://www.sumologic.com/help/docs/send-data/hosted-collectors/http-source/troubleshooting/.
 */
export const sumologic = defineHttpOutput({
  id: 'sumologic',
  about: {
    title: 'Sumo Logic',
    category: 'log',
    website: 'https://www.sumologic.com',
    summary: 'sends alerts as log messages to an HTTP source of Sumo Logic',
    setup:
      'Add an **HTTP Logs and Metrics** source to a hosted collector, leave **Multiline Processing** off, and copy its URL.',
    fixes: [
      'Waiting alerts go together in one request, one on each line. One alert alone is sent as upstream sends it.',
      'In an alert that takes over 64 kB texts are cut and marked with `[...]`: Sumo Logic would split it into messages that are no JSON.',
      'The source name is the option `sourcename`. Upstream calls it `name`, which here is the name of the output itself.',
      'The URL of the source, which is all one needs to write to it, appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    receiverurl: secretUrl('The URL of the HTTP source.'),
    sourcecategory: z.string().default('').describe('The source category, in place of that of the HTTP source.'),
    sourcehost: z.string().default('').describe('The source host, in place of that of the HTTP source.'),
    sourcename: z.string().default('').describe('The source name, in place of that of the HTTP source.'),
  }),
  examples: {
    minimal: { receiverurl: 'https://endpoint1.collection.sumologic.com/receiver/v1/http/swordfish==' },
    'with metadata': {
      receiverurl: 'https://endpoint1.collection.sumologic.com/receiver/v1/http/swordfish==',
      sourcecategory: 'security/falco',
      sourcehost: 'production',
      sourcename: 'falco',
    },
  },
  batch: { maxAlerts: 1000, maxBytes: 900_000 },
  batchRequest: (alerts, { receiverurl, sourcecategory, sourcehost, sourcename }, installation) => ({
    url: url`${receiverurl}`,
    headers: {
      ...(sourcecategory !== '' && { 'X-Sumo-Category': sourcecategory }),
      ...(sourcehost !== '' && { 'X-Sumo-Host': sourcehost }),
      ...(sourcename !== '' && { 'X-Sumo-Name': sourcename }),
    },
    body: { text: alerts.map((alert) => `${alertWithin(alert, maxMessageBytes, installation).json}\n`).join('') },
  }),
});

const maxMessageBytes = 64_000;
