import { z } from 'zod';
import { url } from '#kit/url.ts';
import { authorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { httpUrl, secret } from './options.ts';

/**
 * A service of Cloud Run: 401 and 403 come from Google before the service is asked, 429 where no instance is free.
 * See https://cloud.google.com/run/docs/authenticating/service-to-service and
 * https://cloud.google.com/run/docs/troubleshooting.
 */
export const gcpCloudrun = defineHttpOutput({
  id: 'gcp.cloudrun',
  about: {
    title: 'Google Cloud Run',
    category: 'function',
    website: 'https://cloud.google.com/run',
    summary: 'sends alerts as JSON to a service or function of Google Cloud Run',
    setup:
      'Give the URL of the service. Unless everybody may invoke it, it takes an identity token as `jwt`, of an account with the role **Cloud Run Invoker** (`roles/run.invoker`). A token that Google makes is good for an hour: alerts wait for the next one, which a reload of the configuration brings.',
    fixes: [
      'The certificate of the other side is checked, as long as `checkcert` says so. Upstream never checks it, and so shows alerts and token to whoever stands in between.',
      'An endpoint without `jwt` is enough, for services that everybody may invoke. Upstream fails on each alert.',
      'A token that Google refuses, or that ran out, holds the alerts back instead of losing them.',
      'The token appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    endpoint: httpUrl('The URL of the service.'),
    jwt: secret('The identity token, for services that not everybody may invoke.').optional(),
  }),
  examples: {
    minimal: { endpoint: 'https://falco-123456789.europe-west1.run.app' },
    'with a token': { endpoint: 'https://falco-123456789.europe-west1.run.app', jwt: 'eyJhbGciOiJSUzI1NiJ9.swordfish' },
  },
  request: (alert, { endpoint, jwt }) => ({
    url: url`${endpoint}`,
    headers: jwt ? { Authorization: authorization('Bearer', jwt) } : {},
    body: { text: `${alert.json}\n` },
  }),
  explain: (error) =>
    error.status === 401 || error.status === 403
      ? new MisconfiguredError(
          'Cloud Run refused the token: renew jwt, which may have run out, or check the role of its account',
          error,
        )
      : error,
});
