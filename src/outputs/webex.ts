import { z } from 'zod';
import { url } from '#kit/url.ts';
import { chatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { linkLine } from './link-line.ts';
import { secretUrl } from './options.ts';
import { fitted } from './shown-alert.ts';
import { refuseWebPage } from './web-page.ts';
import { webexFields, webexMarkdown } from './webex-markdown.ts';

/**
 * Incoming webhooks. A message takes up to 7,439 bytes, see https://developer.webex.com/docs/api/v1/messages/create-a-message
 * and https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252.
 */
export const webex = defineHttpOutput({
  id: 'webex',
  about: {
    title: 'Cisco Webex',
    category: 'chat',
    website: 'https://www.webex.com',
    summary: 'posts alerts to a space of Cisco Webex',
    setup:
      'In the Webex App Hub, open **Incoming Webhooks**, connect it, choose a name and the space, and copy the URL of the webhook.',
    fixes: [
      'The texts of an alert are escaped. Upstream lets whoever controls a command line mention everybody (`<@all>`), hide a link behind another text, or add lines that look like ours.',
      'A message over 7,439 bytes is cut, and marked with `[...]`. Upstream has it refused.',
      ...chatFixes,
    ],
  },
  options: z.strictObject({ webhookurl: secretUrl('The URL of the incoming webhook.') }),
  examples: { minimal: { webhookurl: 'https://webexapis.com/v1/webhooks/incoming/Y2lzY29zcGFyazov' } },
  request: (alert, { webhookurl }, installation) => ({
    url: url`${webhookurl}`,
    body: {
      json: fitted({
        alert,
        fields: webexFields(alert),
        most: { output: 3000, value: 1000, fields: 60 },
        render: (shown) => ({ markdown: `${webexMarkdown(shown)}${linkLine(alert, installation)}` }),
        fits: (rendered) => Buffer.byteLength(rendered.markdown) <= maxBytes,
      }),
    },
  }),
  check: refuseWebPage,
});

const maxBytes = 7439;
