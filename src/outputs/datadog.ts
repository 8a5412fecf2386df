import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { refuseErrors } from './datadog-answer.ts';
import { defineHttpOutput } from './define.ts';
import { httpUrl, secret } from './options.ts';
import type { Installation } from './output.ts';
import { shorten } from './shorten.ts';

/**
 * An event in the Events Explorer. Datadog cuts the text at 4,000 characters, and a tag at 200, without a word.
 * See https://docs.datadoghq.com/api/latest/events/post-an-event/ and https://docs.datadoghq.com/getting_started/tagging/.
 */
export const datadog = defineHttpOutput({
  id: 'datadog',
  about: {
    title: 'Datadog Events',
    category: 'log',
    website: 'https://www.datadoghq.com',
    summary: 'posts alerts as events to Datadog',
    setup:
      'Create an API key under **Organization Settings**, **API Keys**. Set `host` to the API of your site, such as `https://api.datadoghq.eu`.',
    fixes: [
      'The API key goes into the header `DD-API-KEY`. Upstream puts it into the URL, and so into its logs whenever a connection fails.',
      'Title, text and tags are cut to what Datadog shows (100, 4,000 and 200 characters), marked with `[...]`, and a cut text ends with a link to the alert.',
      'No text of an alert notifies anybody (`@all`, `@slack-channel`) or begins a block of Markdown (`%%%`).',
      'A success that comes with errors is a refusal.',
    ],
  },
  options: z.strictObject({
    apikey: secret('The API key.'),
    host: httpUrl('The URL of the API of your Datadog site.').prefault('https://api.datadoghq.com'),
  }),
  examples: {
    minimal: { apikey: 'swordfish-api-key' },
    'the European site': { apikey: 'swordfish-api-key', host: 'https://api.datadoghq.eu/' },
  },
  request: (alert, { apikey, host }, installation) => ({
    url: url`${host}/api/v1/events`,
    headers: { 'DD-API-KEY': apikey },
    body: {
      json: {
        title: shorten(plain(alert.rule), maxTitleLength) || undefined,
        text: eventText(alert, installation) || undefined,
        alert_type: alertTypes[alert.priority],
        source_type_name: 'falco',
        tags: tags(alert),
      },
    },
  }),
  check: refuseErrors,
});

const maxTitleLength = 100;
const maxTextLength = 4000;
const maxTagLength = 200;
const maxFieldTags = 100;

const alertTypes: Readonly<Record<Priority, 'error' | 'warning' | 'info'>> = {
  Emergency: 'error',
  Alert: 'error',
  Critical: 'error',
  Error: 'error',
  Warning: 'warning',
  Notice: 'info',
  Informational: 'info',
  Debug: 'info',
};

function eventText(alert: Alert, installation: Installation): string {
  const text = plain(alert.output);
  if (text.length <= maxTextLength) return text;
  const link = alertLink(alert, installation);
  const end = link === undefined ? '' : `\n${link}`;
  return `${shorten(text, maxTextLength - end.length)}${end}`;
}

/** A character of no width after `@`, and within `%%%`, takes them their meaning, and hardly changes what is read. */
function plain(text: string): string {
  return text.replaceAll('@', '@\u200b').replaceAll('%%%', '%\u200b%\u200b%');
}

function tags(alert: Alert): string[] {
  const { source, hostname } = alert;
  return [
    ...stringFields(alert)
      .slice(0, maxFieldTags)
      .map(([name, value]) => `${name}:${value}`),
    `source:${source}`,
    'source:falco',
    ...(hostname === '' ? [] : [`hostname:${hostname}`]),
    ...alert.tags,
  ].map((tag) => shorten(tag, maxTagLength));
}
