import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { writeJson } from '#kit/json-write.ts';
import { url } from '#kit/url.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { answerOf, MisconfiguredError, RejectedError, type DeliveryError } from './errors.ts';
import { httpUrl, secret } from './options.ts';
import type { HttpRequest } from './output.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of ZincSearch.'),
  index: z
    .string()
    .regex(/^(?!_)[\w.-]+$/, 'It may have letters, digits, _, . and -, and must not begin with _.')
    .default('falco')
    .describe('The index; ZincSearch creates it with the first alert.'),
  username: z.string().default('').describe('The user name; needs `password`.'),
  password: secret('The password that belongs to `username`.').optional(),
});

type Options = z.output<typeof options>;

/**
 * A document has the uuid of its alert as id, so that an alert that is sent again replaces itself.
 * See https://zincsearch-docs.zinc.dev/api/document/create-with-id/ and https://zincsearch-docs.zinc.dev/api/document/bulkv2/.
 */
export const zincsearch = defineHttpOutput({
  id: 'zincsearch',
  about: {
    title: 'ZincSearch',
    category: 'log',
    website: 'https://zincsearch-docs.zinc.dev',
    summary: 'indexes alerts in ZincSearch',
    setup:
      'The user needs the permissions to create documents and to send them in bulk. ZincSearch takes the time of an alert from when it comes in, and keeps numbers as doubles: the last digits of `evt.time` are lost there.',
    fixes: [
      'A document has the `uuid` of its alert as id (`PUT …/_doc/<uuid>`): an alert that is sent again is not stored twice. Upstream leaves the id to ZincSearch (`POST …/_doc`).',
      'Waiting alerts go together through the bulk API (`_bulkv2`).',
      'An alert with a field that does not fit the type it has in the index goes to the dead letters, and holds up no other. Upstream drops it.',
      'A name that ZincSearch does not allow for an index is a configuration error.',
    ],
  },
  options,
  examples: {
    minimal: { hostport: 'http://zincsearch:4080' },
    'another index, with a user': {
      hostport: 'https://zincsearch.example.com',
      index: 'security',
      username: 'falco',
      password: 'swordfish',
    },
  },
  batch: { maxAlerts: 500, maxBytes: 5_000_000 },
  batchRequest: (alerts, settings) => ({
    ...(alerts.length === 1 ? single(alerts[0], settings) : bulk(alerts, settings)),
    headers:
      settings.username !== '' && settings.password
        ? { Authorization: basicAuthorization(settings.username, settings.password) }
        : {},
  }),
  check(response, alerts) {
    if (alerts.length === 1) return;
    const count = /"record_count"\s*:\s*(\d+)/.exec(response.text)?.[1];
    if (count === undefined) {
      throw new MisconfiguredError(
        'The answer is not one of the bulk API of ZincSearch: check the option hostport',
        answerOf(response),
      );
    }
    if (Number(count) >= alerts.length) return;
    // It does not say which. Each alert is heard alone, then.
    throw new RejectedError(`ZincSearch took ${count} of ${alerts.length} documents`, answerOf(response));
  },
  explain: (error) =>
    isOfDocument(error) ? new RejectedError(`ZincSearch refused a document: ${error.message}`, error) : error,
});

function single({ uuid, json }: Alert, { hostport, index }: Options): HttpRequest {
  return { method: 'PUT', url: url`${hostport}/api/${index}/_doc/${uuid}`, body: { text: `${json}\n` } };
}

/**
 * The second form of the bulk API, which refuses a message that it cannot read. The first one skips the line, and takes the next,
 * the beginning of another document, for the document.
 */
function bulk(alerts: readonly Alert[], { hostport, index }: Options): HttpRequest {
  const records = alerts.map(({ uuid, json }) => `${json.slice(0, -1)},"_id":${writeJson(uuid)}}`);
  return {
    url: url`${hostport}/api/_bulkv2`,
    body: { text: `{"index":${writeJson(index)},"records":[${records.join(',')}]}\n` },
  };
}

/** ZincSearch answers 500 to what a document is to blame for: a field that is of another type in the index. */
function isOfDocument({ status, answer = '' }: DeliveryError): boolean {
  return status === 500 && /"error"\s*:\s*"field \[/.test(answer);
}
