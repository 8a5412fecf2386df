import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { hostAndPorts } from './host-and-ports.ts';
import { kafkaKey, keySources } from './kafka-key.ts';
import { openKafka, type KafkaMessage } from './kafka-session.ts';
import { secret } from './options.ts';

/**
 * What a broker limits is a batch of a partition, 1 MiB unless set: https://kafka.apache.org/documentation/#brokerconfigs_message.max.bytes.
 */
export const kafka = defineSessionOutput({
  id: 'kafka',
  transport: 'socket',
  about: {
    title: 'Apache Kafka',
    category: 'queue',
    website: 'https://kafka.apache.org',
    summary: 'produces alerts into a topic of Kafka',
    setup:
      'Create the topic, or set `topiccreation: true` where the brokers permit it (`auto.create.topics.enable`). With access control the user needs `Write` and `Describe` on the topic. Alerts that are larger than `max.message.bytes` of the topic, 1 MB unless set, become dead letters.',
    fixes: [
      '`requiredacks` is `ALL` unless you say otherwise: an alert counts as delivered once all replicas in sync have it. `NONE`, the default of upstream, counts what nobody has, and is taken for `ONE`.',
      'Each record has a key, the `uuid` of the alert, by which a reader knows what came twice, and by which the balancers that hash have something to hash. `key: none` writes none, as upstream.',
      'An alert waits for a second neither alone nor with others: what is waiting goes at once, in one batch for each partition. `async` has no effect.',
      '`checkcert`, `mutualtls` and `tlsclient.cacertfile` count for `tls`; upstream knows the CAs of the system only.',
      'Unknown names of a balancer, a compression, an acknowledgement or a mechanism are configuration errors. Upstream starts, and drops every alert.',
    ],
  },
  options: z.strictObject({
    hostport: hostAndPorts('The brokers, such as `kafka-0:9092,kafka-1:9092`; one that is up is enough.', 9092),
    topic: z.string().min(1).max(249).describe('The topic.'),
    sasl: z
      .enum(['', 'PLAIN', 'SCRAM_SHA256', 'SCRAM_SHA512'])
      .default('')
      .describe('How user and password are shown; empty for not at all.'),
    tls: z.boolean().default(false).describe('Connects with TLS.'),
    username: z.string().default('').describe('The user name for `sasl`.'),
    password: secret('The password for `sasl`.').optional(),
    balancer: z
      .enum(['round_robin', 'least_bytes', 'crc32', 'crc32_random', 'murmur2', 'murmur2_random'])
      .default('round_robin')
      .describe(
        'How alerts are spread over partitions: in turn, by size, or by their key as librdkafka and Java do it.',
      ),
    key: z.enum(keySources).default('uuid').describe('Which part of the alert is the key of its record, or `none`.'),
    clientid: z
      .string()
      .default('')
      .describe('The name that the brokers see in their logs and quotas; `tiercel` unless set.'),
    compression: z
      .enum(['NONE', 'GZIP', 'SNAPPY', 'LZ4', 'ZSTD'])
      .default('NONE')
      .describe('How batches are compressed.'),
    async: z.boolean().default(false).describe('Without effect: every alert is waited for.'),
    requiredacks: z
      .enum(['NONE', 'ONE', 'ALL'])
      .default('ALL')
      .describe('Who must have an alert: all replicas in sync, or the leader. `NONE` means `ONE`.'),
    topiccreation: z.boolean().default(false).describe('Lets the brokers create the topic where it is missing.'),
  }),
  examples: {
    minimal: { hostport: 'kafka:9092', topic: 'falco' },
    'SASL and TLS, compressed, keyed by rule': {
      hostport: 'kafka-0.example.com:9093,kafka-1.example.com:9093',
      topic: 'security.falco',
      sasl: 'SCRAM_SHA512',
      tls: true,
      username: 'falco',
      password: 'swordfish',
      balancer: 'murmur2',
      key: 'rule',
      compression: 'ZSTD',
    },
  },
  batch: { maxAlerts: 1000, maxBytes: 900_000 },
  message: (alerts, { topic, key }): readonly KafkaMessage[] =>
    alerts.map((alert) => ({ topic, key: kafkaKey(alert, key), value: alert.json })),
  open: openKafka,
});
