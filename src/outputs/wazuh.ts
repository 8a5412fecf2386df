import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { url } from '#kit/url.ts';
import { alertWithin } from './alert-within.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { ThrottledError } from './errors.ts';
import { httpUrl, secret } from './options.ts';
import type { Installation } from './output.ts';

import { checkWazuh } from './wazuh-answer.ts';
import { withToken } from './wazuh-token.ts';

/**
 * The API takes 100 events a request and 30 requests a minute, neither of which can be configured, and analysisd events of at
 * most 65,535 bytes. See https://documentation.wazuh.com/current/user-manual/api/use-cases.html#ingest-security-events.
 */
export const wazuh = defineHttpOutput({
  id: 'wazuh',
  about: {
    title: 'Wazuh',
    category: 'log',
    website: 'https://wazuh.com',
    summary: 'hands alerts to the analysis of a Wazuh server, whose rules decide what becomes of them',
    setup:
      'Create a user of the Wazuh server API whose role permits `event:ingest`, with Wazuh 4.8 or later. Alerts come from the location `API-Webhook`; add a rule with `decoded_as` **json** that looks at the field `rule` or `priority`, for without one no alert of Wazuh is made. Wazuh takes 30 requests a minute, and so at most 3,000 events: alerts wait up to 4.5 seconds for others to go with them.',
  },
  options: z.strictObject({
    hostport: httpUrl('The URL of the Wazuh server API, such as `https://wazuh:55000`.'),
    user: z.string().min(1).describe('The user name.'),
    password: secret('The password that belongs to `user`.'),
  }),
  examples: {
    minimal: { hostport: 'https://wazuh:55000', user: 'falco', password: 'swordfish' },
  },
  batch: { maxAlerts: 100, maxBytes: 40_000, lingerMs: 4500 },
  client: async ({ hostport }, { http }) => withToken(http, url`${hostport}/security/user/authenticate`),
  batchRequest: (alerts, { hostport, user, password }, installation) => ({
    url: url`${hostport}/events`,
    headers: { Authorization: basicAuthorization(user, password) },
    body: { json: { events: alerts.map((alert) => wazuhEvent(alert, installation)) } },
  }),
  check: checkWazuh,
  explain: (error) =>
    error.status === 429 && tooManyRequests.test(error.answer ?? '')
      ? new ThrottledError('Wazuh takes 30 requests a minute', requestWindowMs, error)
      : error,
});

/** The code of Wazuh for its own limit; a proxy in front may have another. */
const tooManyRequests = /\b6005\b/;
const requestWindowMs = 60_000;
const maxEventBytes = 60_000;

/** An event is text. */
function wazuhEvent(alert: Alert, installation: Installation): string {
  return alertWithin(alert, maxEventBytes, installation).json;
}
