import { z } from 'zod';
import { unixNanoseconds } from '#alert/time.ts';
import { defineSessionOutput } from './define.ts';
import { rabbitmqAddress } from './rabbitmq-address.ts';
import { openRabbitmq, type RabbitmqMessage } from './rabbitmq-session.ts';

/** See https://www.rabbitmq.com/docs/confirms and https://www.rabbitmq.com/docs/publishers. */
export const rabbitmq = defineSessionOutput({
  id: 'rabbitmq',
  transport: 'socket',
  about: {
    title: 'RabbitMQ',
    category: 'queue',
    website: 'https://www.rabbitmq.com',
    summary: 'publishes alerts to a queue or an exchange of RabbitMQ',
    setup:
      'Create the queue, or set `declare: true`, for which the user needs the permission to `configure` it. To publish, it needs the permission to `write` to the exchange, which without `exchange` is `amq.default`.',
    fixes: [
      'An alert counts as delivered once RabbitMQ has confirmed it, which for a durable queue means that it is on disk. Upstream asks for no confirmation.',
      'A broker that is down at the start or restarts later holds alerts back. Upstream switches the output off until its own restart.',
      'Alerts that no queue takes come back (`mandatory`), and wait until one does. Upstream loses them without a word.',
      'Messages are persistent unless you say otherwise, their `message_id` is the `uuid` of the alert, and their `timestamp` its time.',
      'New: `exchange`, `routing`, `declare` and what belongs to it; `checkcert` and `mutualtls` count for `amqps://`.',
    ],
  },
  options: z.strictObject({
    url: rabbitmqAddress('The URL with user, password and virtual host: `amqp://user:password@rabbitmq:5672/vhost`.'),
    queue: z.string().min(1).max(255).describe('The queue.'),
    exchange: z
      .string()
      .max(255)
      .default('')
      .describe('The exchange; unless set, alerts go straight to the queue, and the queue only counts for `declare`.'),
    routing: z
      .string()
      .max(255)
      .default('')
      .describe('The routing key, where there is an exchange; the name of the queue unless set.'),
    mandatory: z
      .boolean()
      .default(true)
      .describe('Alerts that no queue takes count as not delivered; without it RabbitMQ drops them.'),
    persistent: z.boolean().default(true).describe('Whether messages in durable queues survive a restart.'),
    declare: z
      .boolean()
      .default(false)
      .describe(
        'Creates the queue, durable, and the exchange, if there is one, and binds them, where they are missing.',
      ),
    queuetype: z
      .enum(['classic', 'quorum', 'stream'])
      .default('classic')
      .describe('What kind of queue `declare` makes.'),
    exchangetype: z
      .enum(['direct', 'fanout', 'topic', 'headers'])
      .default('topic')
      .describe('What kind of exchange `declare` makes.'),
  }),
  examples: {
    minimal: { url: 'amqp://falco:swordfish@rabbitmq:5672/', queue: 'falco' },
    'an exchange, with TLS': {
      url: 'amqps://falco:swordfish@rabbitmq.example.com/security',
      queue: 'falco',
      exchange: 'alerts',
      routing: 'falco.alert',
      declare: true,
      queuetype: 'quorum',
    },
  },
  batch: { maxAlerts: 256, maxBytes: 4_000_000 },
  message: (alerts, { exchange, routing, queue }): readonly RabbitmqMessage[] =>
    alerts.map(({ uuid, time, json }) => ({
      exchange,
      routingKey: exchange === '' ? queue : routing || queue,
      messageId: uuid,
      timestamp: Math.max(0, Number(unixNanoseconds(time) / 1_000_000_000n)),
      body: json,
    })),
  open: openRabbitmq,
});
