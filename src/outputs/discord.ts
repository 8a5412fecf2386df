import { z } from 'zod';
import { stringFields } from '#alert/fields.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { defaultIcon } from './chat-icon.ts';
import { chatFixes } from './chat-options.ts';
import { defineHttpOutput } from './define.ts';
import { discordMessage, isWithinLimits } from './discord-embed.ts';
import { MisconfiguredError, ThrottledError, type DeliveryError } from './errors.ts';
import { secretUrl } from './options.ts';
import { fitted } from './shown-alert.ts';

const exampleWebhook = 'https://discord.com/api/webhooks/1234567890/XXXX';

/** Webhooks with an embed, see https://docs.discord.com/developers/resources/webhook#execute-webhook. */
export const discord = defineHttpOutput({
  id: 'discord',
  about: {
    title: 'Discord',
    category: 'chat',
    website: 'https://discord.com',
    summary: 'posts alerts to a channel of Discord',
    setup: 'In Discord, open the settings of the channel, **Integrations**, **Webhooks**, add one and copy its URL.',
    fixes: [
      "Discord's limits are kept: 25 fields, 4,096 characters of text, 1,024 a field, 6,000 in all. What is more is cut, and marked with `[...]`. Upstream has such an alert refused.",
      'The texts of an alert are escaped, a value cannot end the block of code around it, nor hide its first line, and no message mentions anybody.',
      'Parts that are empty are sent as a space without width, since Discord refuses empty ones.',
      'A 429 pauses as long as Discord asks for in its answer. A webhook that was deleted, or that belongs to a forum, holds the alerts back until that is mended, instead of losing them.',
      'Where `console.url` is set, the title of a message links to the alert in the console.',
      ...chatFixes,
    ],
  },
  options: z.strictObject({
    webhookurl: secretUrl('The URL of the webhook.'),
    icon: z.string().default(defaultIcon).describe('The URL of the picture beside a message.'),
  }),
  examples: {
    minimal: { webhookurl: exampleWebhook },
    'a thread, a picture of your own': {
      webhookurl: `${exampleWebhook}?thread_id=987654321`,
      icon: 'https://example.com/falcon.png',
    },
  },
  request: (alert, { webhookurl, icon }, installation) => ({
    url: url`${webhookurl}`,
    body: {
      json: fitted({
        alert,
        fields: stringFields(alert),
        most: { output: 4000, value: 1000, fields: 19 },
        render: (shown) => discordMessage(shown, icon, alertLink(alert, installation)),
        fits: isWithinLimits,
      }),
    },
  }),
  explain,
});

const answer = z.object({
  code: z.number().optional().catch(undefined),
  retry_after: z.number().optional().catch(undefined),
});

/** Unknown webhook, its token is wrong, its channel is a forum. See https://docs.discord.com/developers/topics/opcodes-and-status-codes. */
const operatorErrors: ReadonlySet<number | undefined> = new Set([10015, 50027, 220001]);

function explain(error: DeliveryError): DeliveryError {
  const { code, retry_after: seconds } = readAnswer(error.answer ?? '');
  if (error.status === 429 && seconds !== undefined && seconds > 0) {
    return new ThrottledError('Discord asks for a pause', Math.ceil(seconds * 1000), error);
  }
  if (!operatorErrors.has(code)) return error;
  return new MisconfiguredError(
    'Discord does not take this webhook: check webhookurl; a forum needs ?thread_id=',
    error,
  );
}

function readAnswer(text: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
