import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError, RejectedError, ThrottledError, type DeliveryError } from './errors.ts';
import { httpUrl, secret } from './options.ts';
import { telegramText } from './telegram-text.ts';

/**
 * The method `sendMessage` of a bot. A message holds at most 4,096 characters, and a group takes about 20 a minute, beyond
 * which Telegram says how long to wait. See https://core.telegram.org/bots/api#sendmessage.
 */
export const telegram = defineHttpOutput({
  id: 'telegram',
  about: {
    title: 'Telegram',
    category: 'chat',
    website: 'https://telegram.org',
    summary: 'posts alerts to a Telegram chat through a bot',
    setup: 'Create a bot with [@BotFather](https://t.me/botfather), add it to the chat, and give its token here.',
    fixes: [
      'An answer 200 that says `ok: false` is a refusal. A 429 pauses as long as Telegram asks for in its answer. A chat that does not exist, or that moved, holds the alerts back until the options are right, instead of losing them.',
      'A message over 4,096 characters is cut so that title and text stay, and marked with `[...]`. Upstream has it refused.',
      'A backslash in an alert is escaped, too. Upstream leaves it, so that it undid the escaping of the next character.',
      'The token appears in no log and no error.',
    ],
  },
  options: z.strictObject({
    host: httpUrl('The URL of the Bot API.').prefault('https://api.telegram.org'),
    token: secret('The token of the bot.'),
    chatid: z.string().min(1).describe('The id of the chat, or `@name` of a public channel.'),
    messagethreadid: z.string().default('').describe('The id of a topic in the chat.'),
  }),
  examples: {
    minimal: { token: '123456789:AbCdEf-swordfish', chatid: '-987654321' },
    'a topic, through a Bot API server of your own': {
      host: 'http://telegram-bot-api:8081/',
      token: '123456789:AbCdEf-swordfish',
      chatid: '-1001234567890',
      messagethreadid: '42',
    },
  },
  pace: { messages: 1, perMs: 1000 },
  request: (alert, { host, token, chatid, messagethreadid }) => ({
    url: url`${host}/bot${token}/sendMessage`,
    body: {
      json: {
        text: telegramText(alert),
        parse_mode: 'MarkdownV2',
        disable_web_page_preview: true,
        chat_id: chatid,
        message_thread_id: messagethreadid || undefined,
      },
    },
  }),
  check(response) {
    const read = readAnswer(response.text);
    if (read.ok === true) return;
    if (read.ok === undefined) {
      throw new MisconfiguredError('The answer is not one of Telegram: check the option host', answerOf(response));
    }
    throw refused(new RejectedError(`Telegram refused the alert: ${read.description}`, answerOf(response)), read);
  },
  explain: (error) => refused(error, readAnswer(error.answer ?? '')),
});

const answer = z.object({
  ok: z.boolean().optional().catch(undefined),
  description: z.string().catch('no reason given'),
  parameters: z.object({ retry_after: z.number().positive().optional().catch(undefined) }).catch({}),
});

type TelegramAnswer = z.output<typeof answer>;

function readAnswer(text: string): TelegramAnswer {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    return { ok: undefined, description: 'no reason given', parameters: {} };
  }
}

/** What Telegram answers with status 400, though no other alert would fare better. */
const operatorErrors =
  /chat not found|thread not found|chat_id is empty|upgraded to a supergroup|TOPIC_CLOSED|not enough rights/i;

function refused(error: DeliveryError, { description, parameters }: TelegramAnswer): DeliveryError {
  if (parameters.retry_after !== undefined) {
    return new ThrottledError('Telegram asks for a pause', parameters.retry_after * 1000, error);
  }
  if (operatorErrors.test(description)) {
    return new MisconfiguredError(`Telegram: ${description}. Check the options chatid and messagethreadid`, error);
  }
  return error;
}
