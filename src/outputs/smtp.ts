import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { hostAndPort } from './host-and-port.ts';
import { mailAddress, mailAddresses } from './mail-address.ts';
import { mailOf } from './mail-message.ts';
import { duration, secret } from './options.ts';
import { mechanisms, type Mechanism } from './smtp-login.ts';
import { openSmtp } from './smtp-session.ts';

/** In any case, as Falcosidekick reads it. */
const mechanism = z
  .string()
  .transform((text, context): Mechanism => {
    const found = mechanisms.find((name) => name === (text.toLowerCase() || 'none'));
    if (found) return found;
    context.addIssue(`It must be one of ${mechanisms.join(', ')}.`);
    return z.NEVER;
  })
  .prefault('plain')
  .meta({
    description:
      'How to log in: `plain`, `login`, `xoauth2`, `oauthbearer`, `external`, `anonymous`, or `none`; `plain` without a user is none, too.',
  });

export const smtp = defineSessionOutput({
  id: 'smtp',
  transport: 'socket',
  about: {
    title: 'SMTP',
    category: 'email',
    website: 'https://www.rfc-editor.org/rfc/rfc5321',
    summary: 'sends alerts by mail',
    setup:
      'Have the mail server take mails from the address in `from`, with a user and password or by its host. For Microsoft 365 and Gmail, set `authmechanism: xoauth2` and `token`; for Gmail, an app password with `plain` does, too.\n\n' +
      'An attack that sets off many alerts fills a mailbox: set `minimumpriority`, or `digest: true` for one mail with all the alerts of some minutes.',
    fixes: [
      'Where logging in fails, alerts wait and the error says so. Upstream goes on without it.',
      'A line end in an alert begins no header, and in the text part no line that could pass for another field.',
      'Mails go over one connection, which is closed properly. Upstream opens one for each alert, and leaves it.',
      'The mechanisms `login` and `xoauth2` are there, and TLS from the first byte at port 465.',
      'A recipient that is refused for good keeps nobody else from the mail. Upstream sends none.',
      'The HTML loads no picture from elsewhere, is readable on small and dark screens, and links to the console where there is one. Mails say `Auto-Submitted`, so that no holiday notice comes back, and from Critical on `Importance: high`.',
      'The `Message-ID` is made from the uuid of the alert: where a mail had to be sent twice, servers and readers can tell.',
      'Alerts that would not fit into 90 kB are cut, and so are subjects of more than 300 characters.',
    ],
  },
  options: z.strictObject({
    hostport: hostAndPort('The host and port of the mail server, such as `mail.example.com:587`.', 587),
    tls: z.boolean().default(true).describe('Insists on TLS, by STARTTLS; otherwise there is none.'),
    implicittls: z
      .boolean()
      .optional()
      .describe('Begins with TLS, without STARTTLS; where unset, so does `tls` at port 465.'),
    authmechanism: mechanism,
    user: z.string().default('').describe('The user.'),
    password: secret('The password, for `plain` and `login`.').optional(),
    token: secret('The access token, for `oauthbearer` and `xoauth2`.').optional(),
    identity: z.string().default('').describe('The identity to act as, for `plain` and `external`.'),
    trace: z.string().default('').describe('What `anonymous` tells the server.'),
    from: mailAddress('The address of the sender, such as `Falco <falco@example.com>`.'),
    to: mailAddresses('The addresses of the recipients, with commas between.'),
    outputformat: z
      .enum(['html', 'text'])
      .default('html')
      .describe('Whether mails have an HTML part besides the text.'),
    digest: z
      .boolean()
      .default(false)
      .describe('Sends up to 30 alerts in one mail; Critical ones and above have one of their own.'),
    digestwait: duration('How long a digest waits for more alerts.', '5m'),
  }),
  examples: {
    minimal: { hostport: 'mail.example.com:587', from: 'falco@example.com', to: 'security@example.com' },
    'text only, to several, with a password': {
      hostport: 'mail.example.com:465',
      user: 'falco',
      password: 'swordfish',
      from: 'Falco <falco@example.com>',
      to: 'security@example.com, "Night, watch" <night@example.com>',
      outputformat: 'text',
    },
    'a digest': {
      hostport: 'smtp.office365.com',
      authmechanism: 'xoauth2',
      user: 'falco@example.com',
      token: 'swordfish',
      from: 'falco@example.com',
      to: 'security@example.com',
      digest: true,
    },
  },
  batch: ({ digest, digestwait }) =>
    digest ? { maxAlerts: 30, maxBytes: 1_000_000, lingerMs: digestwait } : undefined,
  message: mailOf,
  open: openSmtp,
});
