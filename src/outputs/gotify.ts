import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { priorityNumber } from '#alert/priority.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError } from './errors.ts';
import { gotifyMarkdown, gotifyText } from './gotify-text.ts';
import { httpUrl, secret } from './options.ts';
import type { Installation } from './output.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of the Gotify server.'),
  token: secret('The token of an application of Gotify.').optional(),
  format: z
    .enum(['markdown', 'plaintext', 'text', 'json'])
    .default('markdown')
    .describe('How a message is written: as Markdown, as plain text (`text` means the same), or as the alert in JSON.'),
});

type Options = z.output<typeof options>;

/** See https://gotify.net/docs/pushmsg and, for the extras, https://gotify.net/docs/msgextras. */
export const gotify = defineHttpOutput({
  id: 'gotify',
  about: {
    title: 'Gotify',
    category: 'chat',
    website: 'https://gotify.net',
    summary: 'pushes alerts to whoever is subscribed at a Gotify server',
    setup: 'In Gotify, create an application under **Apps** and copy its token.',
    fixes: [
      'The content type of a message is `text/markdown` or `text/plain`, as Gotify has it. Upstream says `markdown` and `plaintext`, so that no client shows Markdown.',
      'In Markdown, the texts of an alert are escaped and in one line: whoever controls a command line could otherwise hide a link behind another text, or have a picture fetched by whoever reads the message.',
      'A message over 60,000 bytes is cut and marked with `[...]`: with MySQL, Gotify fails to store more than 65,535.',
      'A tap on the notification opens the alert in the console, where `console.url` is set.',
      'An unknown `format` is a configuration error. Upstream takes it for `markdown`.',
    ],
  },
  options,
  examples: {
    minimal: { hostport: 'https://gotify.example.com' },
    'with a token': { hostport: 'https://gotify.example.com', token: 'AswordfishXYZ' },
    'plain text': { hostport: 'https://gotify.example.com', token: 'AswordfishXYZ', format: 'plaintext' },
    JSON: { hostport: 'https://gotify.example.com', token: 'AswordfishXYZ', format: 'json' },
  },
  request: (alert, settings, installation) => ({
    url: url`${settings.hostport}/message`,
    headers: settings.token ? { 'X-Gotify-Key': settings.token } : {},
    body: {
      json: {
        title: shortenToBytes(`[Falco] [${alert.priority}] ${alert.rule}`, maxTitleBytes),
        priority: priorityNumber(alert.priority),
        message: message(alert, settings, installation),
        extras: extras(alert, settings, installation),
      },
    },
  }),
  check(response) {
    if (/"appid"\s*:/.test(response.text)) return;
    throw new MisconfiguredError('The answer is not one of Gotify: check the option hostport', answerOf(response));
  },
});

/** What a column of MySQL holds, with room for a link. */
const maxMessageBytes = 60_000;
const maxTitleBytes = 1000;

function message(alert: Alert, { format }: Options, installation: Installation): string {
  const text = textOf(alert, format);
  const kept = shortenToBytes(text, maxMessageBytes);
  const link = alertLink(alert, installation);
  return kept === text || link === undefined ? kept : `${kept}\n\n${link}`;
}

function textOf(alert: Alert, format: Options['format']): string {
  if (format === 'json') return alert.json;
  return format === 'markdown' ? gotifyMarkdown(alert) : gotifyText(alert);
}

function extras(alert: Alert, { format }: Options, installation: Installation) {
  const link = alertLink(alert, installation);
  return {
    'client::display': { contentType: format === 'markdown' ? 'text/markdown' : 'text/plain' },
    ...(link !== undefined && { 'client::notification': { click: { url: link } } }),
  };
}
