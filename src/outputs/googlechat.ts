import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { renderAlert } from './alert-template.ts';
import { chatFixes, chatOptions, messageformatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { MisconfiguredError, type DeliveryError } from './errors.ts';
import { inert } from './inert-text.ts';
import { secretUrl } from './options.ts';
import { shorten } from './shorten.ts';
import { fitted, jsonBytes, rowsOf, type ShownAlert } from './shown-alert.ts';
import { refuseWebPage } from './web-page.ts';

const exampleWebhook = 'https://chat.googleapis.com/v1/spaces/AAAAB3NzaC1/messages?key=AIzaSy&token=XXXX';

const options = z.strictObject({
  webhookurl: secretUrl('The URL of the webhook.'),
  outputformat: z
    .enum(['all', 'text'])
    .default('all')
    .describe('What a message shows: a card with the fields, or only the line of `messageformat`.'),
  messageformat: chatOptions.messageformat,
});

type Options = z.output<typeof options>;

/**
 * Webhooks of a space. A message with its card takes up to 32,000 bytes, and a space one message a second. See
 * https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create and
 * https://developers.google.com/workspace/chat/limits.
 */
export const googlechat = defineHttpOutput({
  id: 'googlechat',
  about: {
    title: 'Google Chat',
    category: 'chat',
    website: 'https://workspace.google.com/products/chat/',
    summary: 'posts alerts to a space of Google Chat',
    setup: 'In Google Chat, open the space, **Apps & integrations**, **Webhooks**, add one and copy its URL.',
    fixes: [
      'With `outputformat: text` and no `messageformat` a message shows the text of the alert. Upstream sends an empty one, which is refused.',
      'The texts of an alert are escaped. Upstream lets whoever controls a command line mention a whole space (`<users/all>`) or hide a link behind another text. The markup of your `messageformat` stays.',
      'A message over 32,000 bytes is cut, and marked with `[...]`.',
      'A key that is not valid any more holds the alerts back until that is mended, instead of losing them.',
      ...messageformatFixes,
      ...chatFixes,
    ],
  },
  options,
  examples: {
    minimal: { webhookurl: exampleWebhook },
    'a line of your own above the card': {
      webhookurl: exampleWebhook,
      messageformat: '<users/all> *{{ .Priority }}*: {{ .Rule }} on {{ .Hostname }}',
    },
    'only the text': { webhookurl: exampleWebhook, outputformat: 'text' },
  },
  pace: { messages: 1, perMs: 1000 },
  request: (alert, settings, installation) => ({
    url: url`${settings.webhookurl}`,
    body: {
      json: fitted({
        alert,
        fields: stringFields(alert),
        most: { output: 8000, value: 2000, fields: 90 },
        render: (shown) => message(alert, shown, settings, alertLink(alert, installation)),
        fits: (rendered) => jsonBytes(rendered) <= maxBytes,
      }),
    },
  }),
  check: refuseWebPage,
  explain,
});

const maxBytes = 32_000;
const maxLineLength = 4000;

function message(alert: Alert, shown: ShownAlert, { messageformat, outputformat }: Options, link: string | undefined) {
  const rendered = messageformat && shorten(renderAlert(messageformat, alert, inert), maxLineLength);
  if (outputformat === 'text') {
    return {
      text: `${rendered || inert(shown.output || shown.rule)}${link === undefined ? '' : `\n<${link}|Open the alert>`}`,
    };
  }
  const buttons = link && [{ textButton: { text: 'OPEN THE ALERT', onClick: { openLink: { url: link } } } }];
  const widgets = [...keyValues(shown), ...(buttons ? [{ buttons }] : [])];
  return {
    text: rendered || undefined,
    cards: [{ header: { title: '', subtitle: '' }, sections: [{ widgets }] }],
  };
}

function keyValues(shown: ShownAlert) {
  return rowsOf(shown, ['rule', 'priority', 'source', 'hostname', 'fields', 'tags', 'time']).map(([name, value]) => ({
    keyValue: { topLabel: escape(name), content: escape(value) },
  }));
}

/** Cards take some HTML, see https://developers.google.com/workspace/chat/format-messages#card-formatting. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function explain(error: DeliveryError): DeliveryError {
  if (!/API_KEY_INVALID|API key (?:not valid|expired)/.test(error.answer ?? '')) return error;
  return new MisconfiguredError('Google Chat does not take the key of this webhook: check webhookurl', error);
}
