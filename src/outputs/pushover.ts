import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Priority } from '#alert/priority.ts';
import { unixMilliseconds } from '#alert/time.ts';
import { url } from '#kit/url.ts';
import { alertLink } from './alert-link.ts';
import { answerJson } from './answer-json.ts';
import { alertSummary, alertTitle } from './alert-summary.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError, RejectedError, type DeliveryError } from './errors.ts';
import { duration, httpUrl, secret } from './options.ts';
import { secretForm } from './secret-body.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of the API.').prefault('https://api.pushover.net'),
  token: secret('The API token of the application.'),
  userkey: secret('The key of the user or group to notify.'),
  device: z.string().default('').describe('The name of one device, or several with commas; all of them unless set.'),
  sound: z.string().default('').describe('The sound to play; the one that the user chose unless set.'),
  retry: duration('How often an alert of priority Emergency rings until somebody acknowledges it.', '60s').refine(
    (ms) => ms >= 30_000,
    'It must be at least 30s.',
  ),
  expire: duration('How long an alert of priority Emergency keeps ringing.', '1h').refine(
    (ms) => ms > 0 && ms <= 10_800_000,
    'It must be more than nothing and at most 3h.',
  ),
});

type Options = z.output<typeof options>;

/** See https://pushover.net/api. */
export const pushover = defineHttpOutput({
  id: 'pushover',
  about: {
    title: 'Pushover',
    category: 'chat',
    website: 'https://pushover.net',
    summary: 'pushes alerts to phones through Pushover',
    setup:
      'Register an application, and copy its API token and the key of a user or group. An application may send 10,000 messages a month unless you buy more: set `minimumpriority`. Emergency rings until somebody acknowledges it, Alert and Critical ring in quiet hours, too, Notice makes no sound, and what is below shows no notification.',
  },
  options,
  examples: {
    minimal: { token: 'azGDORswordfishTePkRq', userkey: 'uQiRzpoXswordfish' },
    'one device, ringing longer': {
      token: 'azGDORswordfishTePkRq',
      userkey: 'uQiRzpoXswordfish',
      device: 'on-call',
      sound: 'siren',
      retry: '2m',
      expire: '3h',
    },
  },
  request: (alert, settings, installation) => ({
    url: url`${settings.hostport}/1/messages.json`,
    body: secretForm(
      { token: settings.token, user: settings.userkey },
      message(alert, settings, alertLink(alert, installation)),
    ),
  }),
  check(response) {
    const said = answerJson(response.text, answer);
    if (said?.status === 1) return;
    if (said) throw refusal(new RejectedError(`Pushover refused the alert: ${said.errors.join()}`, answerOf(response)));
    throw new MisconfiguredError('The answer is not one of Pushover: check the option hostport', answerOf(response));
  },
  explain: refusal,
});

const maxTitleLength = 250;
const maxMessageLength = 1024;

/** See https://pushover.net/api#priority. */
const pushoverPriority: Readonly<Record<Priority, -2 | -1 | 0 | 1 | 2>> = {
  Emergency: 2,
  Alert: 1,
  Critical: 1,
  Error: 0,
  Warning: 0,
  Notice: -1,
  Informational: -2,
  Debug: -2,
};

function message(alert: Alert, { device, sound, retry, expire }: Options, link: string | undefined) {
  const priority = pushoverPriority[alert.priority];
  return {
    title: alertTitle(alert, maxTitleLength),
    message: alertSummary(alert, maxMessageLength),
    priority,
    ...(priority === 2 && { retry: Math.round(retry / 1000), expire: Math.round(expire / 1000) }),
    timestamp: Math.floor(unixMilliseconds(alert.time) / 1000),
    ...(link !== undefined && { url: link, url_title: 'The alert in Tiercel' }),
    ...(device !== '' && { device }),
    ...(sound !== '' && { sound }),
  };
}

const answer = z.object({ status: z.int(), errors: z.array(z.string()).catch([]) });

/** What is answered 4xx is never to be repeated as it is, see https://pushover.net/api#friendly. */
function refusal(error: DeliveryError): DeliveryError {
  const said = answerJson(error.answer ?? '', answer);
  if (error.status === 429 && said) {
    return new MisconfiguredError('The messages of this month are used up at Pushover: buy more, or wait', error);
  }
  if (!said?.errors.some((text) => /token|user|device|sound/.test(text))) return error;
  return new MisconfiguredError('Pushover: check the options token, userkey, device and sound', error);
}
