import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import type { Json } from '#kit/json.ts';
import { url } from '#kit/url.ts';
import { answerList } from './answer-list.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, DeliveryError, MisconfiguredError, PartialDeliveryError, RejectedError } from './errors.ts';
import { httpUrl } from './options.ts';
import type { HttpResponse } from './output.ts';

const options = z.strictObject({
  address: httpUrl('The URL of the topic, such as `http://kafka-rest:8082/topics/falco`.'),
  version: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe('The version of the API; 1 is that of proxies before Confluent Platform 6.'),
});

/** See https://docs.confluent.io/platform/current/kafka-rest/api.html#post--topics-(string-topic_name). */
export const kafkarest = defineHttpOutput({
  id: 'kafkarest',
  about: {
    title: 'Kafka REST Proxy',
    category: 'queue',
    website: 'https://docs.confluent.io/platform/current/kafka-rest/index.html',
    summary: 'produces alerts to a Kafka topic through a REST proxy',
    setup:
      'The proxy of Confluent and the HTTP bridge of Strimzi will do. An alert is the value of a record, its JSON as bytes. It can come twice, when an answer is lost: its `uuid` is the same then.',
    fixes: [
      'Waiting alerts go together as records of one request. One alert alone is sent as upstream sends it.',
      'The proxy says 200 also where Kafka took none of the records, with an `error_code` for each. Upstream counts that as delivered. Here each alert has its own fate: what can be tried again is, what cannot goes to the dead letters.',
      'A `version` other than 1 and 2 is a configuration error. Upstream takes it for 2.',
    ],
  },
  options,
  examples: {
    minimal: { address: 'http://kafka-rest:8082/topics/falco' },
    'the older API': { address: 'https://kafka-rest.example.com/topics/falco', version: 1 },
  },
  batch: { maxAlerts: 500, maxBytes: 500_000 },
  batchRequest: (alerts, { address, version }) => ({
    url: url`${address}`,
    headers: { 'Content-Type': `application/vnd.kafka.binary.v${version}+json` },
    body: { json: { records: alerts.map(({ json }) => ({ value: Buffer.from(json).toString('base64') })) } },
  }),
  check(response, alerts) {
    const failures = failuresOf(response, alerts);
    if (failures.size > 0) throw new PartialDeliveryError(failures, answerOf(response));
  },
  explain: (error) =>
    error.status === 415
      ? new MisconfiguredError(`${error.message}, and the option version: the proxy does not know this one`, error)
      : error,
});

/** An answer has one offset for each record, in their order. Of a long answer only the beginning is there. */
function failuresOf(response: HttpResponse, alerts: readonly Alert[]): ReadonlyMap<Alert, Error> {
  if (!/"offsets"\s*:\s*\[/.test(response.text)) {
    throw new MisconfiguredError('The answer is not one of a REST proxy: check the option address', answerOf(response));
  }
  const offsets = answerList(response.text, 'offsets');
  const outcomes = alerts.map((alert, index) => [alert, failureOf(offsets[index])] as const);
  return new Map(outcomes.filter((outcome): outcome is [Alert, Error] => outcome[1] !== undefined));
}

/** Confluent's proxy says `error`, Strimzi's bridge `message`. */
const offset = z.object({
  error_code: z.int().nullish(),
  error: z.string().nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
});

function failureOf(read: Json | undefined): Error | undefined {
  const { success, data } = offset.safeParse(read);
  if (!success) return new DeliveryError('The REST proxy did not say what became of this alert');
  const { error_code: code, error, message } = data;
  if (code === null || code === undefined) return undefined;
  return new (errorOf(code))(`The REST proxy answered error code ${code}: ${error ?? message ?? ''}`);
}

/** What Kafka will never take, such as a record that is too large: 1 in the documentation, 50002 in fact. */
const finalCodes: ReadonlySet<number> = new Set([1, 50_002]);

/** Codes of HTTP, with two digits more in Confluent's proxy: credentials, and a topic that is not there. */
const operatorCodes = /^40[134](?:\d\d)?$/;

function errorOf(code: number) {
  if (finalCodes.has(code)) return RejectedError;
  return operatorCodes.test(String(code)) ? MisconfiguredError : DeliveryError;
}
