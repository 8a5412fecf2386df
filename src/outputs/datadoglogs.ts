import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { url } from '#kit/url.ts';
import { alertWithin } from './alert-within.ts';
import { refuseErrors } from './datadog-answer.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl, secret } from './options.ts';

/**
 * At most 1,000 logs and 5 MB a request, before compression. A log over 1 MB is cut by Datadog without a word, and then is no
 * JSON any more. See https://docs.datadoghq.com/api/latest/logs/send-logs/.
 */
export const datadoglogs = defineHttpOutput({
  id: 'datadoglogs',
  about: {
    title: 'Datadog Logs',
    category: 'log',
    website: 'https://www.datadoghq.com/product/log-management/',
    summary: 'sends alerts as logs to Datadog',
    setup:
      'Create an API key under **Organization Settings**, **API Keys**. Set `host` to the log intake of your site, such as `https://http-intake.logs.datadoghq.eu`. Datadog takes logs that are up to 18 hours old.',
    fixes: [
      'Waiting alerts go together in one compressed request, at most 1,000 and 5 MB. One alert alone is sent as upstream sends it.',
      'The path has one slash in front. With its own default `host` upstream requests `//api/v2/logs`.',
      'In an alert that takes over 900 kB texts are cut and marked with `[...]`, so that Datadog can still read it.',
      'A success that comes with errors is a refusal.',
    ],
  },
  options: z.strictObject({
    apikey: secret('The API key.'),
    host: httpUrl('The URL of the log intake of your Datadog site.').prefault(
      'https://http-intake.logs.datadoghq.com/',
    ),
    service: z.string().default('').describe('The service that the logs belong to.'),
  }),
  examples: {
    minimal: { apikey: 'swordfish-api-key' },
    'the European site, with a service': {
      apikey: 'swordfish-api-key',
      host: 'https://http-intake.logs.datadoghq.eu',
      service: 'runtime-security',
    },
  },
  batch: { maxAlerts: 1000, maxBytes: 2_000_000 },
  batchRequest: (alerts, { apikey, host, service }, installation) => {
    const logs = alerts.map((alert) => log(alertWithin(alert, maxLogBytes, installation), service));
    return {
      url: url`${host}/api/v2/logs`,
      headers: { 'DD-API-KEY': apikey },
      body: { json: logs.length === 1 ? logs[0] : logs },
      gzip: logs.length > 1,
    };
  },
  check: refuseErrors,
});

const maxLogBytes = 900_000;

function log({ json, hostname, tags }: Alert, service: string) {
  return {
    ddsource: 'falco',
    hostname: hostname || undefined,
    service: service || undefined,
    message: json,
    ddtags: tags.join(',') || undefined,
  };
}
