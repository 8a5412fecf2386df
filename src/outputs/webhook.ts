import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl } from './options.ts';
import { signingSecret } from './signing-secret.ts';

export const webhook = defineHttpOutput({
  id: 'webhook',
  about: {
    title: 'Webhook',
    category: 'function',
    website: 'https://en.wikipedia.org/wiki/Webhook',
    summary: 'sends alerts as JSON to any URL',
    setup:
      'Anything that takes an HTTP request and answers 2xx once it has the alert will do. An alert can come twice, when an answer is lost: its `uuid` is the same then. With `signingsecret` the receiver can check who sent an alert, and that nobody changed it, by any [library of Standard Webhooks](https://www.standardwebhooks.com).',
    fixes: [
      'A `method` other than POST and PUT is a configuration error. Upstream takes it for POST.',
      'A URL with user and password in it appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    address: httpUrl('The URL to send alerts to.'),
    method: z.enum(['POST', 'PUT']).default('POST').describe('The HTTP method.'),
    signingsecret: signingSecret(),
  }),
  examples: {
    minimal: { address: 'https://example.com/alerts' },
    'PUT, with credentials': { address: 'https://falco:swordfish@example.com/alerts', method: 'PUT' },
    signed: {
      address: 'https://example.com/alerts',
      signingsecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    },
  },
  request: (alert, { address, method, signingsecret }) => ({
    method,
    url: url`${address}`,
    body: { text: `${alert.json}\n` },
    ...(signingsecret && { signature: { id: alert.uuid, secret: signingsecret } }),
  }),
});
