import { z } from 'zod';
import { defineHttpOutput, defineSessionOutput } from '#outputs/define.ts';
import { httpUrl, secret, secretUrl, textMap } from '#outputs/options.ts';
import type { Output } from '#outputs/output.ts';
import { url } from '#kit/url.ts';

/** Outputs with one of everything an option can be, for the tests of the loader. */
export const testOutputs: readonly Output[] = [
  defineHttpOutput({
    id: 'slack',
    about: { title: 'Slack', category: 'chat', website: 'https://slack.com', summary: 'posts' },
    options: z.strictObject({
      webhookurl: secretUrl('Where to post.'),
      channel: z.string().default('').describe('Channel.'),
      footer: z.string().default('https://example.com').describe('Footer.'),
      outputformat: z.enum(['all', 'text', 'fields']).default('all').describe('What is shown.'),
    }),
    examples: {},
    request: (_alert, { webhookurl }) => ({ url: url`${webhookurl}` }),
  }),
  defineHttpOutput({
    id: 'alertmanager',
    about: { title: 'Alertmanager', category: 'incident', website: 'https://prometheus.io', summary: 'posts' },
    options: z.strictObject({
      hostport: z.array(httpUrl('URL.')).min(1).describe('Where to post.'),
      expiresafter: z.int().min(0).default(0).describe('Seconds.'),
      extralabels: textMap('Labels to add.'),
    }),
    each: 'hostport',
    examples: {},
    request: (_alert, { hostport: [first = ''] }) => ({ url: url`${first}/api` }),
  }),
  defineSessionOutput({
    id: 'redis',
    transport: 'socket',
    about: { title: 'Redis', category: 'storage', website: 'https://redis.io', summary: 'pushes' },
    options: z.strictObject({
      address: z.string().min(1).describe('Host and port.'),
      username: z.string().default('').describe('User.'),
      password: secret('Password.').optional(),
      database: z.int().default(0).describe('Number.'),
      tls: z.boolean().default(false).describe('TLS.'),
      batching: z
        .strictObject({
          enabled: z.boolean().default(true).describe('Batches.'),
          size: z.int().default(10).describe('Size.'),
        })
        .prefault({}),
    }),
    examples: {},
    message: (alerts) => alerts.length,
    open: () => Promise.reject(new Error('not in this test')),
  }),
  defineHttpOutput({
    id: 'telegram',
    about: { title: 'Telegram', category: 'chat', website: 'https://telegram.org', summary: 'posts' },
    options: z.strictObject({
      token: secret('Token of the bot.'),
      chatid: z.string().min(1).describe('Chat.'),
    }),
    examples: {},
    request: () => ({ url: url`https://api.telegram.org` }),
  }),
  defineHttpOutput({
    id: 'aws.sqs',
    about: { title: 'SQS', category: 'queue', website: 'https://aws.amazon.com', summary: 'sends' },
    options: z.strictObject({ url: httpUrl('Queue.') }),
    examples: {},
    request: (_alert, options) => ({ url: url`${options.url}` }),
  }),
  defineSessionOutput({
    id: 'stdout',
    transport: 'local',
    about: { title: 'Standard output', category: 'log', website: 'https://example.com', summary: 'prints' },
    options: z.strictObject({ format: z.enum(['auto', 'json']).default('auto').describe('Format.') }),
    examples: {},
    message: (alerts) => alerts.length,
    open: () => Promise.reject(new Error('not in this test')),
  }),
];
