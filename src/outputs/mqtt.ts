import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { mqttBroker } from './mqtt-broker.ts';
import { openMqtt, type MqttMessage } from './mqtt-session.ts';
import { byteSize, secret } from './options.ts';

const topicName = /^[^+#\0]{1,1000}$/;

/** See https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html. */
export const mqtt = defineSessionOutput({
  id: 'mqtt',
  transport: 'socket',
  about: {
    title: 'MQTT',
    category: 'queue',
    website: 'https://mqtt.org',
    summary: 'publishes alerts to a topic of an MQTT broker',
    setup:
      'Permit the user to publish to the topic. Prefer `version: 5` and `qos: 1`: a broker of version 3.1.1 does not say that it dropped an alert for want of permission, and hangs up at one that is too large for it, which holds up all others unless `maxpacketsize` is set.',
    fixes: [
      'One connection is kept for all alerts. Upstream connects anew for each, with one client for all that are under way at the same time.',
      'An alert counts as delivered once the broker has acknowledged it. With `qos: 0`, which knows no acknowledgement, the broker is asked for a sign of life after each batch, and so has read it.',
      'New: `version: 5`, where the broker says why it refuses an alert, and gets the `uuid` as the user property `id` and the content type; and `clientid`.',
      'A user without a password is shown to the broker, too; upstream leaves it out. Brokers behind WebSockets (`ws://`) are not supported.',
    ],
  },
  options: z.strictObject({
    broker: mqttBroker('The URL of the broker: `tcp://` or `mqtt://`, or with TLS `ssl://`, `tls://` or `mqtts://`.'),
    topic: z
      .string()
      .regex(topicName, 'It must be the name of a topic, without "+" and "#".')
      .default('falco/events')
      .describe('The topic.'),
    qos: z
      .int()
      .min(0)
      .max(2)
      .default(0)
      .describe('How sure the broker is to hand on each alert: 0 at most once, 1 at least once, 2 once.'),
    retained: z.boolean().default(false).describe('Whether the broker keeps the last alert for new subscribers.'),
    user: z.string().default('').describe('The user name.'),
    password: secret('The password.').optional(),
    version: z.enum(['3.1.1', '5']).default('3.1.1').describe('The version of the protocol.'),
    maxpacketsize: byteSize(
      'The size from which on the broker hangs up, `0` for none: larger alerts become dead letters. In version 5 it says so itself.',
      0,
    ),
    clientid: z
      .string()
      .max(1000)
      .default('')
      .describe('The name of the client, which no other may have; one with a random end unless set.'),
  }),
  examples: {
    minimal: { broker: 'tcp://mosquitto:1883' },
    'MQTT 5, acknowledged, with TLS and a password': {
      broker: 'ssl://mosquitto.example.com:8883',
      topic: 'security/falco',
      qos: 1,
      retained: true,
      user: 'falco',
      password: 'swordfish',
      version: '5',
    },
  },
  batch: { maxAlerts: 100, maxBytes: 1_000_000 },
  message: (alerts, { topic, version }): readonly MqttMessage[] =>
    alerts.map(({ uuid, json }) => ({
      topic,
      payload: json,
      ...(version === '5' && { properties: { contentType: 'application/json', userProperties: { id: uuid } } }),
    })),
  open: openMqtt,
});
