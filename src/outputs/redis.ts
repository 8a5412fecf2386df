import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { hostAndPorts } from './host-and-ports.ts';
import { secret } from './options.ts';
import { certificateOptions } from './own-certificates.ts';
import { redisMessage } from './redis-message.ts';
import { openRedis } from './redis-session.ts';

/** See https://redis.io/docs/latest/commands/xadd/ and https://redis.io/docs/latest/develop/reference/sentinel-clients/. */
export const redis = defineSessionOutput({
  id: 'redis',
  transport: 'socket',
  about: {
    title: 'Redis',
    category: 'storage',
    website: 'https://redis.io',
    summary: 'stores alerts in a list, a hash or a stream of Redis or Valkey, or publishes them to a channel',
    setup:
      'The user needs the command `RPUSH`, for `storagetype: hashmap` the command `HSET`, for `stream` `XADD` and for `pubsub` `PUBLISH`, on the key or channel; in a cluster `TYPE`, too, by which the server that has the key is found.',
    fixes: [
      'An error is an error, and the alert is sent again. Upstream counts each failure as a success, too. In a hash an alert that was sent twice is there once; in a list it may be there twice.',
      'A wrong password is reported as such, without the password, and alerts wait until it is right.',
      'Certificate files given here count whether or not `mutualtls` is set, which upstream insists on.',
      'New: `storagetype: stream`, with the `uuid` as the field `id`, by which readers know what came twice, and `maxlen`; and `pubsub`, where nothing is kept and those hear of an alert who listen at that moment.',
      'New: clusters, the master that Sentinel knows (`sentinelmaster`), and several addresses of either.',
      'An unknown `storagetype` is a configuration error. Upstream takes it for `list`.',
    ],
  },
  options: z.strictObject({
    address: hostAndPorts(
      'The host and port of the server, such as `redis:6379`; several of a cluster or of its sentinels with commas in between.',
      6379,
    ),
    sentinelmaster: z
      .string()
      .default('')
      .describe('The name of the master that the sentinels at `address` look after; empty where there are none.'),
    sentinelusername: z.string().default('').describe('The user name for the sentinels.'),
    sentinelpassword: secret('The password for the sentinels.').optional(),
    username: z.string().default('').describe('The user name, for Redis 6 and later.'),
    password: secret('The password.').optional(),
    database: z.int().min(0).default(0).describe('The number of the database.'),
    storagetype: z
      .enum(['list', 'hashmap', 'stream', 'pubsub'])
      .default('list')
      .describe(
        "What the key is: a list, a hash from an alert's uuid to the alert, a stream, or the name of a channel.",
      ),
    key: z.string().min(1).default('falco').describe('The key, or the channel.'),
    maxlen: z.int().min(0).default(0).describe('How many alerts a stream keeps, about; 0 keeps them all.'),
    ...certificateOptions,
  }),
  examples: {
    minimal: { address: 'redis:6379' },
    'a hash, with TLS and a password': {
      address: '[2001:db8::7]:6380',
      username: 'falco',
      password: 'swordfish',
      database: 2,
      storagetype: 'hashmap',
      key: 'alerts',
      tls: true,
      cacertfile: '/etc/certs/redis-ca.crt',
    },
    'a stream of a limited length, by Sentinel': {
      address: 'sentinel-0:26379,sentinel-1:26379',
      sentinelmaster: 'mymaster',
      storagetype: 'stream',
      maxlen: 100_000,
    },
    'a channel': { address: 'redis:6379', storagetype: 'pubsub' },
  },
  batch: { maxAlerts: 500, maxBytes: 4_000_000 },
  message: redisMessage,
  open: openRedis,
});
