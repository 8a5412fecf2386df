import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { url } from '#kit/url.ts';
import { renderAlert } from './alert-template.ts';
import { iconOr } from './chat-icon.ts';
import { chatFixes, chatOptions, messageformatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { inert } from './inert-text.ts';
import { linkLine } from './link-line.ts';
import { secretUrl } from './options.ts';
import type { Installation } from './output.ts';
import { shorten } from './shorten.ts';
import { fitted, jsonBytes, rowsOf, type ShownAlert } from './shown-alert.ts';
import { refuseWebPage } from './web-page.ts';

const exampleWebhook = 'https://cliq.zoho.com/api/v2/channelsbyname/alerts/message?zapikey=1001.b5ee8b60';

const options = z.strictObject({
  webhookurl: secretUrl('The URL that posts to the channel, with its `zapikey`.'),
  ...chatOptions,
  useemoji: z.boolean().default(false).describe('Begins a message with a coloured sign for its priority.'),
});

type Options = z.output<typeof options>;

/**
 * Messages with slides. A text holds 10,000 characters; 20 messages a minute are taken, and who sends more has to wait ten
 * minutes. See https://www.zoho.com/cliq/help/restapi/v3/messageformat/.
 */
export const cliq = defineHttpOutput({
  id: 'cliq',
  about: {
    title: 'Zoho Cliq',
    category: 'chat',
    website: 'https://www.zoho.com/cliq/',
    summary: 'posts alerts to a channel of Zoho Cliq',
    setup:
      'In Cliq, open **Bots & Tools**, **Webhook Tokens**, generate a token, and write it behind the API endpoint of the channel: `https://cliq.zoho.com/api/v2/channelsbyname/<channel>/message?zapikey=<token>`.',
    fixes: [
      'Mentions and links in the texts of an alert are taken apart with a space that nobody sees. Upstream lets whoever controls a command line mention everybody or hide a link behind another text. The markup of your `messageformat` stays.',
      'What is longer than Cliq takes is cut, and marked with `[...]`.',
      ...messageformatFixes,
      ...chatFixes,
    ],
  },
  options,
  examples: {
    minimal: { webhookurl: exampleWebhook },
    'only the text, below a line of your own': {
      webhookurl: exampleWebhook,
      outputformat: 'text',
      useemoji: true,
      messageformat: '*{{ .Priority }}*: {{ .Rule }} on {{ .Hostname }}',
    },
    'only fields': { webhookurl: exampleWebhook, outputformat: 'fields', icon: '' },
  },
  request: (alert, settings, installation) => ({
    url: url`${settings.webhookurl}`,
    headers: { 'Content-Type': 'application/json' },
    body: {
      json: fitted({
        alert,
        fields: stringFields(alert),
        most: { output: 9000, value: 2000, fields: 60 },
        render: (shown) => message(alert, shown, settings, installation),
        fits: (rendered) => rendered.text.length <= maxTextLength && jsonBytes(rendered) <= maxBytes,
      }),
    },
  }),
  check: refuseWebPage,
});

const maxTextLength = 10_000;
/** The slides of a message have no limit that is written down; this much of them is known to be taken. */
const maxBytes = 60_000;

function message(alert: Alert, shown: ShownAlert, settings: Options, installation: Installation) {
  const { messageformat, outputformat, useemoji, icon } = settings;
  const rendered = messageformat && renderAlert(messageformat, alert, inert);
  const sign = useemoji ? `${emojis[alert.priority]} ` : '';
  const link = linkLine(alert, installation);
  const line = shorten(rendered || inert(shown.output || shown.rule), maxTextLength - sign.length - link.length);
  const slides = [
    ...(rendered && outputformat !== 'fields' ? [{ type: 'text', data: inert(shown.output) }] : []),
    ...(outputformat === 'text' ? [] : [{ type: 'table', data: { headers: ['field', 'value'], rows: rows(shown) } }]),
  ];
  return {
    text: `${sign}${line}${link}`,
    bot: { name: 'Falcosidekick', image: iconOr(icon) },
    slides: slides.length === 0 ? undefined : slides,
  };
}

function rows(shown: ShownAlert) {
  return rowsOf(shown, ['rule', 'priority', 'hostname', 'fields', 'time']).map(([name, value]) => ({
    field: inert(name),
    value: inert(value),
  }));
}

const emojis: Readonly<Record<Priority, string>> = {
  Emergency: '\u{1F6A8}',
  Alert: '\u{1F7E0}',
  Critical: '\u{1F7E0}',
  Error: '\u{1F6A8}',
  Warning: '\u{1F7E1}',
  Notice: '\u{1F535}',
  Informational: '\u{1F7E2}',
  Debug: '\u26AA',
};
