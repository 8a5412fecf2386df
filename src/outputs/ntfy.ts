import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Priority } from '#alert/priority.ts';
import type { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { alertSummary, alertTitle } from './alert-summary.ts';
import { authorization, basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError, type DeliveryError } from './errors.ts';
import { httpUrl, secret } from './options.ts';
import { shorten } from './shorten.ts';
import { shortenJson } from './shorten-json.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of the ntfy server.').prefault('https://ntfy.sh'),
  topic: z
    .string()
    .regex(/^[-_A-Za-z0-9]{1,64}$/, 'It must be 1 to 64 letters, digits, `-` and `_`.')
    .describe('The topic to publish to; whoever knows it can read along, unless the server restricts it.'),
  token: secret('An access token.').optional(),
  user: z.string().default('').describe('The user name, in place of a token; needs `password`.'),
  password: secret('The password that belongs to `user`.').optional(),
});

type Options = z.output<typeof options>;

/**
 * Messages are published as JSON, see https://docs.ntfy.sh/publish/#publish-as-json. From ntfy 2.16 on, one that is sent again takes
 * the place of the first, by its sequence id.
 */
export const ntfy = defineHttpOutput({
  id: 'ntfy',
  about: {
    title: 'ntfy',
    category: 'chat',
    website: 'https://ntfy.sh',
    summary: 'pushes alerts to whoever is subscribed to a topic of ntfy',
    setup:
      'Choose a topic that nobody guesses, or restrict it on a server of your own, and subscribe to it in the app. Each client may send 60 messages at once and then one in five seconds, unless the server permits more; more wait for their turn here. A message of 4,096 bytes or more, of which ntfy makes an attachment, is cut and marked with `[...]`; a tap on it opens the alert in the console, where `console.url` is set.',
  },
  options,
  examples: {
    minimal: { topic: 'falco-d41d8cd9' },
    'a server of your own, with a token': {
      hostport: 'https://ntfy.example.com',
      topic: 'falco',
      token: 'tk_swordfish',
    },
    'a user and a password': {
      hostport: 'https://ntfy.example.com',
      topic: 'falco',
      user: 'falco',
      password: 'swordfish',
    },
  },
  pace: ({ hostport }) => (String(hostport) === 'https://ntfy.sh' ? { messages: 60, perMs: 300_000 } : undefined),
  request: (alert, settings, installation) => ({
    url: url`${settings.hostport}/`,
    headers: credentials(settings),
    body: { text: JSON.stringify(publication(alert, settings.topic, alertLink(alert, installation))) },
  }),
  check(response) {
    if (/"event"\s*:\s*"message"/.test(response.text)) return;
    throw new MisconfiguredError('The answer is not one of ntfy: check the option hostport', answerOf(response));
  },
  explain: misconfigured,
});

function credentials({ token, user, password }: Options): Readonly<Record<string, Secret>> {
  if (token) return { Authorization: authorization('Bearer', token) };
  return user !== '' && password ? { Authorization: basicAuthorization(user, password) } : {};
}

/** See https://docs.ntfy.sh/publish/#message-priority. */
const ntfyPriority: Readonly<Record<Priority, 1 | 2 | 3 | 4 | 5>> = {
  Emergency: 5,
  Alert: 5,
  Critical: 5,
  Error: 4,
  Warning: 4,
  Notice: 3,
  Informational: 2,
  Debug: 1,
};

/** A message of 4,096 bytes becomes an attachment; the JSON is refused from 8,192 on. See https://docs.ntfy.sh/publish/#limitations. */
const maxMessageBytes = 4095;
const maxJsonBytes = 8191;
const maxTitleLength = 128;
const maxTags = 5;
const maxTagLength = 40;

function publication(alert: Alert, topic: string, click: string | undefined) {
  const frame = {
    topic,
    title: alertTitle(alert, maxTitleLength),
    priority: ntfyPriority[alert.priority],
    tags: alert.tags.slice(0, maxTags).map((tag) => shorten(tag.replaceAll(',', ' '), maxTagLength)),
    click,
    sequence_id: alert.uuid,
  };
  const room = maxJsonBytes - Buffer.byteLength(JSON.stringify({ ...frame, message: '' }));
  return { ...frame, message: shortenJson(alertSummary(alert, maxMessageBytes, { shortenTo: shortenToBytes }), room) };
}

/** Status 400 and 413 for what the server, not the alert, is at fault for, and 429 for the messages of a day. */
function misconfigured(error: DeliveryError): DeliveryError {
  const code = /"code"\s*:\s*(\d+)/.exec(error.answer ?? '')?.[1];
  if (code === '40009' || code === '40010') return new MisconfiguredError('ntfy refuses the option topic', error);
  if (code === '42908') return new MisconfiguredError('The messages that ntfy takes in a day are used up', error);
  return error;
}
