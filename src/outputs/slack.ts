import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { humanTime } from '#alert/time.ts';
import { url } from '#kit/url.ts';
import { renderAlert } from './alert-template.ts';
import { defineHttpOutput } from './define.ts';
import { secretUrl, template } from './options.ts';
import { shorten } from './shorten.ts';

const defaultFooter = 'https://github.com/falcosecurity/falcosidekick';
const defaultIcon = 'https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/falcosidekick_color.png';
const exampleWebhook = 'https://hooks.slack.com/services/T000/B000/XXXX';

const options = z.strictObject({
  webhookurl: secretUrl('The URL of the incoming webhook.'),
  channel: z.string().default('').describe('The channel to post to, where the webhook permits another than its own.'),
  footer: z.string().default(defaultFooter).describe('The line below the fields of a message.'),
  icon: z.string().default(defaultIcon).describe('The URL of the picture beside a message.'),
  username: z.string().default('Falcosidekick').describe('The name that a message is posted under.'),
  outputformat: z
    .enum(['all', 'text', 'fields'])
    .default('all')
    .describe("What a message shows: the alert's text, its fields, or all of it."),
  messageformat: template(
    'A Go template for a line above the alert, such as `{{ .Rule }} by {{ index .OutputFields "user.name" }}`.',
  ),
});

type Options = z.output<typeof options>;

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
      'A `messageformat` that cannot be parsed is a configuration error with line and column. Upstream logs it and does without.',
      'The URL of the webhook appears in no log and no error.',
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
  request: (alert, { webhookurl, channel, username, icon, ...format }) => ({
    url: url`${webhookurl}`,
    body: {
      json: {
        text: messageText(alert, format) || undefined,
        username: username || undefined,
        icon_url: icon || undefined,
        channel: channel || undefined,
        attachments: [attachment(alert, format)],
      },
    },
  }),
});

const maxMessageLength = 40_000;
const maxTextLength = 8000;
const maxFields = 100;
const maxTitleLength = 256;
const maxValueLength = 2000;
/** Longer values get a line of their own. */
const shortValueLength = 36;

const colors: Readonly<Record<Priority, string>> = {
  Emergency: '#e20b0b',
  Alert: '#ff5400',
  Critical: '#ff5400',
  Error: '#e20b0b',
  Warning: '#ffc700',
  Notice: '#5bffb5',
  Informational: '#68c2ff',
  Debug: '#ccfff2',
};

type Format = Pick<Options, 'footer' | 'outputformat' | 'messageformat'>;

function messageText(alert: Alert, { messageformat }: Format): string {
  return messageformat ? shorten(renderAlert(messageformat, alert, escape), maxMessageLength) : '';
}

function attachment(alert: Alert, { outputformat, footer }: Format) {
  const text = escape(shorten(alert.output, maxTextLength));
  const showsFields = outputformat !== 'text';
  return {
    fallback: text,
    color: colors[alert.priority],
    text: outputformat === 'fields' ? undefined : text || undefined,
    fields: showsFields ? fields(alert) : null,
    footer: showsFields ? footer || defaultFooter : undefined,
  };
}

function fields(alert: Alert) {
  const { rule, priority, source, hostname, tags } = alert;
  return [
    field('rule', rule),
    field('priority', priority),
    field('source', source),
    ...(hostname === '' ? [] : [field('hostname', hostname)]),
    ...(tags.length === 0 ? [] : [field('tags', tags.join(', '))]),
    ...stringFields(alert)
      .slice(0, maxFields)
      .map(([name, value]) => field(name, value, isShort(value))),
    field('time', humanTime(alert.time), false),
  ];
}

function field(title: string, value: string, short = true) {
  return { title: escape(shorten(title, maxTitleLength)), value: escape(shorten(value, maxValueLength)), short };
}

/** Counted in code points, as Go counts runes. */
function isShort(value: string): boolean {
  return value.length < 2 * shortValueLength && Array.from(value).length < shortValueLength;
}

/** See https://docs.slack.dev/messaging/formatting-message-text#escaping. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
