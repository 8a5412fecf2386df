import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { Secret } from '#kit/secret.ts';
import { authorization } from './authorization.ts';
import { decimalSeconds } from './decimal-seconds.ts';
import { defineHttpOutput } from './define.ts';
import { endpoint } from './endpoint.ts';
import { httpUrl, secret } from './options.ts';
import { checkSplunk, explainSplunk } from './splunk-answer.ts';

/**
 * The HTTP Event Collector. A batch is events one after another; a request is at most 1 MB where the limit of Splunk Cloud is
 * kept. See https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/format-events-for-http-event-collector.
 */
export const splunk = defineHttpOutput({
  id: 'splunk',
  about: {
    title: 'Splunk',
    category: 'log',
    website: 'https://www.splunk.com',
    summary: 'sends alerts to the HTTP Event Collector of Splunk',
    setup:
      'Under **Settings**, **Data inputs**, **HTTP Event Collector** add a token without indexer acknowledgement, and switch the collector on in **Global Settings**.',
    fixes: [
      'Waiting alerts go together in one request.',
      'An event has the `time` of its alert. Upstream leaves it out, so that an alert counts as of when it arrives.',
      "The collector's code decides, not the status alone: a code other than 0 is a failure, a wrong token, channel or index waits for you, and an answer that is not the collector's at all, such as a log-in page, says that `host` is wrong.",
      'A `host` without a path gets `/services/collector/event`.',
      '`mutualtls` and `maxconcurrentrequests` count; upstream ignores both.',
    ],
  },
  options: z.strictObject({
    host: httpUrl('The URL of the collector; its usual path is added where there is none.'),
    token: secret('The token of the collector.').optional(),
  }),
  examples: {
    minimal: { host: 'https://splunk:8088' },
    'Splunk Cloud': {
      host: 'https://http-inputs-example.splunkcloud.com/services/collector/event',
      token: '00000000-0000-0000-0000-swordfish000',
    },
  },
  batch: { maxAlerts: 500, maxBytes: 800_000 },
  batchRequest: (alerts, { host, token }) => ({
    url: endpoint(host, hasPath(host) ? '' : '/services/collector/event'),
    ...(token && { headers: { Authorization: authorization('Splunk', token) } }),
    body: { text: alerts.map((alert) => `${event(alert)}\n`).join('') },
  }),
  check: checkSplunk,
  explain: explainSplunk,
});

function hasPath(host: string | Secret): boolean {
  return new URL(host instanceof Secret ? host.reveal() : host).pathname !== '/';
}

function event({ json, time }: Alert): string {
  return `{"event":${json},"sourcetype":"falcosidekick","time":${decimalSeconds(time)}}`;
}
