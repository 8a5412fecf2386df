import { z } from 'zod';
import { url } from '#kit/url.ts';
import { attachment, attachmentOptions, messageHead } from './chat-attachment.ts';
import { chatFixes, messageformatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { explainMattermost } from './mattermost-answer.ts';
import { mattermostStyle } from './mattermost-style.ts';
import { refuseWebPage } from './web-page.ts';

const defaultFooter = 'https://github.com/falcosecurity/falcosidekick';
const exampleWebhook = 'https://mattermost.example.com/hooks/5p3k8wm7njyc9r1xfe4ag6tbqh';

const options = z.strictObject({
  ...attachmentOptions,
  footer: z.string().default(defaultFooter).describe('The line below the fields of a message.'),
});

/**
 * Incoming webhooks with attachments. A post holds 16,383 characters, beyond which Mattermost makes several of it, and
 * 760,000 characters of attachments. See https://developers.mattermost.com/integrate/webhooks/incoming/.
 */
export const mattermost = defineHttpOutput({
  id: 'mattermost',
  about: {
    title: 'Mattermost',
    category: 'chat',
    website: 'https://mattermost.com',
    summary: 'posts alerts to a channel of Mattermost',
    setup:
      'In Mattermost, open **Integrations**, add an **Incoming Webhook** for the channel and copy its URL. Name and picture are shown if the server permits webhooks to override them.',
    fixes: [
      'The texts of an alert are escaped: upstream lets whoever controls a command line mention a whole channel (`@channel`, `<!channel>`), hide a link behind another text, or have a picture loaded. The markup of your `messageformat` stays; what it takes from the alert is escaped.',
      'What is longer than a post holds is cut, and marked with `[...]`.',
      'A webhook that was deleted or switched off holds the alerts back until that is mended, instead of losing them.',
      ...messageformatFixes,
      ...chatFixes,
    ],
  },
  options,
  examples: {
    minimal: { webhookurl: exampleWebhook },
    'only the text': { webhookurl: exampleWebhook, outputformat: 'text', username: 'Falco', icon: '' },
    'only fields, below a line of your own': {
      webhookurl: exampleWebhook,
      outputformat: 'fields',
      footer: '',
      messageformat: '@channel **{{ .Priority }}**: {{ .Rule }} on {{ .Hostname }}',
    },
  },
  request: (alert, settings, installation) => {
    const style = { ...mattermostStyle, footer: settings.footer || defaultFooter };
    return {
      url: url`${settings.webhookurl}`,
      body: {
        json: {
          ...messageHead(alert, settings, style),
          attachments: [attachment(alert, settings, style, installation)],
        },
      },
    };
  },
  check: refuseWebPage,
  explain: explainMattermost,
});
