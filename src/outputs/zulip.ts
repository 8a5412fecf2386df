import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import { url } from '#kit/url.ts';
import { renderAlert } from './alert-template.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { formBody } from './form-body.ts';
import { inert } from './inert-text.ts';
import { linkLine } from './link-line.ts';
import { httpUrl, secret, template } from './options.ts';
import type { Installation } from './output.ts';
import { shorten } from './shorten.ts';
import { fitted, rowsOf, type ShownAlert } from './shown-alert.ts';
import { checkZulipAnswer, explainZulipRefusal } from './zulip-answer.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of the organization, such as `https://example.zulipchat.com`.'),
  email: z.string().min(1).describe('The e-mail address of the bot.'),
  apikey: secret('The API key of the bot.'),
  channel: z.string().min(1).describe('The name of the channel to post to.'),
  topic: template('A Go template for the topic in the channel.').prefault('{{ .Rule }}'),
  messageformat: template(
    'A Go template for a line above the alert, such as `@*on-call* {{ .Rule }} by {{ index .OutputFields "user.name" }}`.',
  ),
});

type Options = z.output<typeof options>;

/**
 * A message to a channel, by a bot. A topic holds 60 characters, a message 10,000, and a bot sends about 200 a minute, beyond
 * which Zulip says how long to wait. See https://zulip.com/api/send-message.
 */
export const zulip = defineHttpOutput({
  id: 'zulip',
  about: {
    title: 'Zulip',
    category: 'chat',
    website: 'https://zulip.com',
    summary: 'posts alerts to a channel of Zulip, by default a topic for each rule',
    setup:
      'In Zulip, open **Personal settings**, **Bots**, add an **Incoming webhook** or **Generic** bot, and copy its e-mail address and API key. Subscribe it to the channel if that is private.',
  },
  options,
  examples: {
    minimal: {
      hostport: 'https://example.zulipchat.com',
      email: 'falco-bot@example.zulipchat.com',
      apikey: 'a0b1c2swordfish',
      channel: 'security',
    },
    'one topic for all, and a mention': {
      hostport: 'https://example.zulipchat.com',
      email: 'falco-bot@example.zulipchat.com',
      apikey: 'a0b1c2swordfish',
      channel: 'security',
      topic: 'Falco',
      messageformat: '@*on-call* **{{ .Priority }}**: {{ .Rule }} on {{ .Hostname }}',
    },
  },
  pace: { messages: 200, perMs: 60_000 },
  request: (alert, settings, installation) => ({
    url: url`${settings.hostport}/api/v1/messages`,
    headers: { Authorization: basicAuthorization(settings.email, settings.apikey) },
    body: formBody({
      type: 'stream',
      to: settings.channel,
      topic: topic(alert, settings),
      content: content(alert, settings, installation),
    }),
  }),
  check: checkZulipAnswer,
  explain: explainZulipRefusal,
});

const maxTopicLength = 60;
const maxContentLength = 10_000;

/** A topic is no markup, but must be one line, and there must be one. */
function topic(alert: Alert, { topic: format }: Options): string {
  const rendered = format ? renderAlert(format, alert, (text) => text) : '';
  return shorten(rendered.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim(), maxTopicLength) || 'Falco';
}

function content(alert: Alert, { messageformat }: Options, installation: Installation): string {
  const line = messageformat && shorten(renderAlert(messageformat, alert, inert), maxContentLength / 2);
  return fitted({
    alert,
    fields: textFields(alert),
    most: { output: 6000, value: 2000, fields: 100 },
    render: (shown) => `${line || `**${shown.priority}**`}\n${block(shown)}${linkLine(alert, installation)}`,
    fits: (rendered) => rendered.length <= maxContentLength,
  });
}

/** Zulip reads no markup, mention or link within a block of code, which ends only at a fence as long as its first. */
function block(shown: ShownAlert): string {
  const rows = rowsOf(shown, ['rule', 'priority', 'source', 'hostname', 'tags', 'fields', 'time']);
  const lines = [shown.output, '', ...rows.map(([name, value]) => `${name}: ${value}`)].join('\n');
  const longestRun = Math.max(2, ...Array.from(lines.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  return `${fence}text\n${lines}\n${fence}`;
}
