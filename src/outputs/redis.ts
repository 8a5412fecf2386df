import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { secret } from './options.ts';
import { hostAndPort } from './host-and-port.ts';
import { openRedis, type RedisMessage } from './redis-session.ts';

/** Both commands take many values at once, so that a batch is stored as a whole or not at all. */
export const redis = defineSessionOutput({
  id: 'redis',
  transport: 'socket',
  about: {
    title: 'Redis',
    category: 'storage',
    website: 'https://redis.io',
    summary: 'stores alerts in a list or a hash of Redis or Valkey',
    setup: 'The user needs the command `RPUSH`, for `storagetype: hashmap` the command `HSET`, on the key.',
    fixes: [
      'An error is an error, and the alert is sent again. Upstream counts each failure as a success, too. In a hash an alert that was sent twice is there once; in a list it may be there twice.',
      'A wrong password is reported as such, without the password, and alerts wait until it is right.',
      'Certificate files given here count whether or not `mutualtls` is set, which upstream insists on.',
      'An unknown `storagetype` is a configuration error. Upstream takes it for `list`.',
    ],
  },
  options: z.strictObject({
    address: hostAndPort('The host and port of the server, such as `redis:6379`.', 6379),
    username: z.string().default('').describe('The user name, for Redis 6 and later.'),
    password: secret('The password.').optional(),
    database: z.int().min(0).default(0).describe('The number of the database.'),
    storagetype: z
      .enum(['list', 'hashmap'])
      .default('list')
      .describe("Whether the key holds a list of alerts, or a hash from an alert's uuid to the alert."),
    key: z.string().min(1).default('falco').describe('The key.'),
    tls: z.boolean().default(false).describe('Connects with TLS.'),
    certfile: z.string().default('').describe('The file with the client certificate, for this output only.'),
    keyfile: z.string().default('').describe('The file with the key of the client certificate.'),
    cacertfile: z.string().default('').describe('The file with the CA that signed the certificate of the server.'),
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
  },
  batch: { maxAlerts: 500, maxBytes: 4_000_000 },
  message: (alerts, { storagetype, key }): RedisMessage =>
    storagetype === 'list'
      ? { command: 'RPUSH', key, values: alerts.map(({ json }) => json) }
      : { command: 'HSET', key, values: alerts.flatMap(({ uuid, json }) => [uuid, json]) },
  open: openRedis,
});
