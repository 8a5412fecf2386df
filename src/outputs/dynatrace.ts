import { z } from 'zod';
import { authorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { refusePartly } from './dynatrace-answer.ts';
import { dynatraceLog } from './dynatrace-log.ts';
import { endpoint } from './endpoint.ts';
import { httpUrl, secret } from './options.ts';

/**
 * At most 10 MB and 50,000 logs a request; what is older than a day is refused.
 * See https://docs.dynatrace.com/docs/shortlink/api-log-monitoring-v2-post-ingest and
 * https://docs.dynatrace.com/docs/shortlink/lma-limits.
 */
export const dynatrace = defineHttpOutput({
  id: 'dynatrace',
  about: {
    title: 'Dynatrace',
    category: 'log',
    website: 'https://www.dynatrace.com',
    summary: 'sends alerts as logs to Dynatrace',
    setup:
      'Create an access token with the scope `logs.ingest`. Dynatrace refuses logs that are older than 24 hours: alerts that waited longer go to the dead letters.',
    fixes: [
      'Waiting alerts go together in one request.',
      'An answer 200 means that a part was refused: the alerts that are too old go to the dead letters, as the answer says how many these are. Upstream takes it for success.',
      'Attributes and content are cut to what Dynatrace takes, and marked with `[...]`.',
      'Where an alert has both `k8s.ns.name` and `ka.target.namespace`, the former is the namespace; upstream leaves it to chance.',
    ],
  },
  options: z.strictObject({
    apitoken: secret('The access token.'),
    apiurl: httpUrl('The URL of the environment API, such as `https://abc12345.live.dynatrace.com/api`.'),
  }),
  examples: {
    minimal: { apitoken: 'dt0c01.ABC.swordfish', apiurl: 'https://abc12345.live.dynatrace.com/api' },
    'through an ActiveGate': {
      apitoken: 'dt0c01.ABC.swordfish',
      apiurl: 'https://activegate.example.com:9999/e/abc12345/api/',
    },
  },
  batch: { maxAlerts: 1000, maxBytes: 4_000_000 },
  batchRequest: (alerts, { apitoken, apiurl }, installation) => ({
    url: endpoint(apiurl, '/v2/logs/ingest'),
    headers: { Authorization: authorization('Api-Token', apitoken) },
    body: { text: `[${alerts.map((alert) => dynatraceLog(alert, installation)).join(',')}]\n` },
  }),
  check: refusePartly,
});
