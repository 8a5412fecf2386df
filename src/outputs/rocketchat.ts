import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { url } from '#kit/url.ts';
import { attachment, attachmentOptions, messageHead, type AttachmentStyle } from './chat-attachment.ts';
import { chatFixes, messageformatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError, RejectedError, type DeliveryError } from './errors.ts';
import { inert, zeroWidthSpace } from './inert-text.ts';
import { linkLine } from './link-line.ts';
import { shorten } from './shorten.ts';
import { refuseWebPage } from './web-page.ts';

const exampleWebhook = 'https://rocketchat.example.com/hooks/6512d0a7/T0K3nT0K3nT0K3n';

/**
 * Incoming integrations with attachments. A message holds 5,000 characters unless its operator allows more
 * (`Message_MaxAllowedSize`). See https://docs.rocket.chat/docs/integrations.
 */
export const rocketchat = defineHttpOutput({
  id: 'rocketchat',
  about: {
    title: 'Rocket.Chat',
    category: 'chat',
    website: 'https://www.rocket.chat',
    summary: 'posts alerts to a channel of Rocket.Chat',
    setup:
      'In Rocket.Chat, open **Administration**, **Workspace**, **Integrations**, create an **Incoming** one for the channel, enable it, and copy its webhook URL.',
    fixes: [
      'With `outputformat: text` and no `messageformat` a message shows the text of the alert. Upstream sends an empty one.',
      'Mentions, links and formulas in the texts of an alert are taken apart with a space that nobody sees. Upstream lets whoever controls a command line mention a whole channel (`@all`) or hide a link behind another text. The markup of your `messageformat` stays.',
      'What is longer than a message holds is cut, and marked with `[...]`.',
      'An answer 200 that says `success: false` is a refusal. An integration that was deleted or disabled holds the alerts back until that is mended, instead of losing them.',
      ...messageformatFixes,
      ...chatFixes,
    ],
  },
  options: z.strictObject(attachmentOptions),
  examples: {
    minimal: { webhookurl: exampleWebhook },
    'only the text': { webhookurl: exampleWebhook, outputformat: 'text', username: 'Falco' },
    'only fields, below a line of your own': {
      webhookurl: exampleWebhook,
      outputformat: 'fields',
      icon: '',
      messageformat: '@here *{{ .Priority }}*: {{ .Rule }} on {{ .Hostname }}',
    },
  },
  request: (alert, settings, installation) => {
    const head = messageHead(alert, settings, look);
    const isText = settings.outputformat === 'text';
    return {
      url: url`${settings.webhookurl}`,
      body: {
        json: isText
          ? { ...head, text: textOnly(alert, head.text, linkLine(alert, installation)) }
          : { ...head, attachments: [attachment(alert, settings, look, installation)] },
      },
    };
  },
  check(response) {
    refuseWebPage(response);
    if (!/"success"\s*:\s*false/.test(response.text)) return;
    throw explain(new RejectedError('Rocket.Chat refused the alert', answerOf(response)));
  },
  explain,
});

const maxMessageLength = 5000;

const look: AttachmentStyle = {
  order: ['rule', 'priority', 'source', 'tags', 'fields', 'time', 'hostname'],
  most: { output: 5000, value: 2000, fields: 100 },
  maxMessageLength,
  maxAttachmentBytes: 500_000,
  escape,
  plain: inert,
};

function textOnly(alert: Alert, rendered: string | undefined, link: string): string {
  return `${shorten(rendered ?? escape(alert.output || alert.rule), maxMessageLength - link.length)}${link}`;
}

/** Rocket.Chat knows no escape character; `\(` and `\[` begin a formula. */
function escape(text: string): string {
  return inert(text).replaceAll(/\\(?=[([])/g, `$&${zeroWidthSpace}`);
}

/** What Rocket.Chat answers with status 400, though no other alert would fare better. */
const operatorErrors =
  /invalid integration|invalid-channel|invalid-user|error-not-allowed|error-invalid-room|disabled/i;

function explain(error: DeliveryError): DeliveryError {
  if (!operatorErrors.test(error.answer ?? '')) return error;
  return new MisconfiguredError('Rocket.Chat does not take this webhook: check the integration and its channel', error);
}
