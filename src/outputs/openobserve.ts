import { z } from 'zod';
import { url } from '#kit/url.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { checkIngested } from './openobserve-answer.ts';
import { httpUrl, secret } from './options.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of OpenObserve.'),
  organizationname: z.string().min(1).default('default').describe('The organization.'),
  streamname: z.string().min(1).default('falco').describe('The stream; OpenObserve creates it with the first alert.'),
  username: z.string().default('').describe('The user name, an e-mail address; needs `password`.'),
  password: secret('The password, or the token, that belongs to `username`.').optional(),
});

/** See https://openobserve.ai/docs/reference/api/ingestion/logs/multi/: JSON objects, one a line. */
export const openobserve = defineHttpOutput({
  id: 'openobserve',
  about: {
    title: 'OpenObserve',
    category: 'log',
    website: 'https://openobserve.ai',
    summary: 'writes alerts to a stream of logs in OpenObserve',
    setup:
      'Give the user the role to ingest. OpenObserve takes the time of an alert from when it comes in. An alert that is sent again after a lost answer is stored twice, with the same `uuid`: OpenObserve knows no id of a record.',
    fixes: [
      'Waiting alerts go together in one request. One alert alone is sent as upstream sends it.',
      'OpenObserve says 200 also to what it refuses, and counts `failed` records in its answer. Those alerts are sent again alone, and go to the dead letters with the reason if they are refused again. Upstream counts them as delivered.',
      'An answer 200 that holds another `code`, such as 503 while the memory of OpenObserve is full, is a failure, and the alerts are sent again.',
    ],
  },
  options,
  examples: {
    minimal: { hostport: 'http://openobserve:5080' },
    'another organization and stream, with a user': {
      hostport: 'https://openobserve.example.com',
      organizationname: 'security team',
      streamname: 'alerts',
      username: 'falco@example.com',
      password: 'swordfish',
    },
  },
  batch: { maxAlerts: 500, maxBytes: 5_000_000 },
  batchRequest: (alerts, { hostport, organizationname, streamname, username, password }) => ({
    url: url`${hostport}/api/${organizationname}/${streamname}/_multi`,
    headers: username !== '' && password ? { Authorization: basicAuthorization(username, password) } : {},
    body: { text: alerts.map(({ json }) => `${json}\n`).join('') },
  }),
  check: checkIngested,
});
