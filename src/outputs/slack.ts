import { z } from 'zod';
import { url } from '#kit/url.ts';
import { attachment, attachmentOptions, messageHead } from './chat-attachment.ts';
import { chatFixes, messageformatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { slackStyle } from './slack-style.ts';

const defaultFooter = 'https://github.com/falcosecurity/falcosidekick';
const exampleWebhook = 'https://hooks.slack.com/services/T000/B000/XXXX';

const options = z.strictObject({
  ...attachmentOptions,
  channel: z.string().default('').describe('The channel to post to, where the webhook permits another than its own.'),
  footer: z.string().default(defaultFooter).describe('The line below the fields of a message.'),
});

/**
 * Incoming webhooks with the older attachments, as Falcosidekick sends them. Slack cuts the text of a message at 40,000
 * characters and, though it does not say so, that of an attachment at 8,000; we cut first, and say so.
 * See https://api.slack.com/changelog/2018-04-truncating-really-long-messages.
 */
export const slack = defineHttpOutput({
  id: 'slack',
  about: {
    title: 'Slack',
    category: 'chat',
    website: 'https://slack.com',
    summary: 'posts alerts to a channel of Slack',
    setup:
      'Create an app for the workspace, switch on **Incoming Webhooks**, add a webhook for the channel and copy its URL.',
    fixes: [
      'In the texts of an alert `&`, `<` and `>` are escaped, as Slack asks for. Upstream leaves them, so that whoever controls a command line can mention a whole channel (`<!channel>`) or hide a link behind another text. The markup of your `messageformat` stays; what it takes from the alert is escaped.',
      'What is longer than Slack takes is cut, and marked with `[...]`.',
      ...messageformatFixes,
      ...chatFixes,
    ],
  },
  options,
  examples: {
    minimal: { webhookurl: exampleWebhook },
    'only the text, in another channel': { webhookurl: exampleWebhook, outputformat: 'text', channel: '#on-call' },
    'only fields, below a line of your own': {
      webhookurl: exampleWebhook,
      outputformat: 'fields',
      messageformat: '<!here> *{{ .Priority }}*: {{ .Rule }} on {{ .Hostname }}',
    },
  },
  pace: { messages: 1, perMs: 1000 },
  request: (alert, settings, installation) => {
    const style = { ...slackStyle, footer: settings.footer || defaultFooter };
    return {
      url: url`${settings.webhookurl}`,
      body: {
        json: {
          ...messageHead(alert, settings, style),
          icon_url: settings.icon || undefined,
          channel: settings.channel || undefined,
          attachments: [attachment(alert, settings, style, installation)],
        },
      },
    };
  },
});
