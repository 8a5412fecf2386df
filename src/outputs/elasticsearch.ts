import type { Alert } from '#alert/alert.ts';
import { unixMilliseconds } from '#alert/time.ts';
import { writeJson } from '#kit/json-write.ts';
import type { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import { authorization, basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { bulkFailures } from './elasticsearch-bulk.ts';
import { withFlatNames } from './elasticsearch-names.ts';
import { elasticsearchOptions, type ElasticsearchOptions } from './elasticsearch-options.ts';
import { ensureIndexTemplate } from './elasticsearch-template.ts';
import { answerOf, PartialDeliveryError } from './errors.ts';
import type { HttpRequest } from './output.ts';

/**
 * Documents are only ever created, with the alert's uuid as their id: what was sent before is answered 409, and counts as
 * delivered. See https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk.
 */
export const elasticsearch = defineHttpOutput({
  id: 'elasticsearch',
  about: {
    title: 'Elasticsearch',
    category: 'log',
    website: 'https://www.elastic.co/elasticsearch',
    summary: 'indexes alerts in Elasticsearch or OpenSearch',
    setup:
      'The user needs the privileges `create_doc` and `auto_configure` for the indices, and `manage_index_templates` with `createindextemplate`.',
    fixes: [
      'Batching is on unless you switch it off, and a document has the `uuid` of its alert as id: an alert that is sent again is not stored twice.',
      'The date in the name of an index is that of the alert, in UTC. Upstream takes the clock and the time zone of its machine, so that late alerts land in the wrong index.',
      'Of a batch, each alert has its own fate: what Elasticsearch cannot map goes to the dead letters, what it has no room for is tried again. Upstream takes most refusals for success. It strips fields that do not fit and sends the rest; nothing of an alert is left out here.',
      'Without batching, an alert that is sent again after a lost answer is stored twice: this form of request has no id.',
      'The index template is created with the credentials of the output, and an error is tried again until it is there; `numberofreplicas` may be 0.',
      'The name of a field with more than 20 dots has underscores in their place: no index takes that many levels, and thousands of them end the process of OpenSearch 2.',
      'An unknown `suffix` is a configuration error. Upstream takes it for `daily`.',
    ],
  },
  options: elasticsearchOptions,
  examples: {
    minimal: { hostport: 'https://elasticsearch:9200' },
    'one alert a request, as Falcosidekick': {
      hostport: 'https://elasticsearch:9200',
      username: 'falco',
      password: 'swordfish',
      suffix: 'monthly',
      pipeline: 'geo ip',
      batching: { enabled: false },
    },
    'one index with an API key, a template and compression': {
      hostport: 'https://elasticsearch:9200',
      apikey: 'c3dvcmRmaXNo',
      index: 'security',
      suffix: 'none',
      createindextemplate: true,
      numberofshards: 1,
      numberofreplicas: 0,
      enablecompression: true,
      batching: { batchsize: 1_000_000, flushinterval: '500ms' },
    },
  },
  batch: ({ batching }) =>
    batching.enabled
      ? { maxAlerts: 500, maxBytes: batching.batchsize || 5_242_880, lingerMs: batching.flushinterval || 1000 }
      : undefined,
  batchRequest: (alerts, settings) => ({
    ...(settings.batching.enabled ? bulk(alerts, settings) : single(alerts[0], settings)),
    headers: headers(settings),
    gzip: settings.enablecompression,
  }),
  check(response, alerts, { batching }) {
    if (!batching.enabled) return;
    const failures = bulkFailures(response, alerts);
    if (failures.size > 0) throw new PartialDeliveryError(failures, answerOf(response));
  },
  prepare: async (settings, http, signal) => {
    if (settings.createindextemplate) await ensureIndexTemplate(settings, headers(settings), http, signal);
  },
});

function headers({ username, password, apikey }: ElasticsearchOptions): Readonly<Record<string, Secret>> {
  if (username !== '' && password) return { Authorization: basicAuthorization(username, password) };
  return apikey ? { Authorization: authorization('APIKey', apikey) } : {};
}

function single(alert: Alert, settings: ElasticsearchOptions): HttpRequest {
  const { hostport, type, pipeline } = settings;
  const index = indexOf(alert, settings);
  return {
    url: pipeline === '' ? url`${hostport}/${index}/${type}` : url`${hostport}/${index}/${type}?pipeline=${pipeline}`,
    body: { text: document(alert, settings) },
  };
}

function bulk(alerts: readonly Alert[], settings: ElasticsearchOptions): HttpRequest {
  const { hostport, pipeline } = settings;
  const lines = alerts.flatMap((alert) => {
    const action = `{"create":{"_index":${writeJson(indexOf(alert, settings))},"_id":${writeJson(alert.uuid)}}}`;
    return [action, document(alert, settings)];
  });
  return {
    url: pipeline === '' ? url`${hostport}/_bulk` : url`${hostport}/_bulk?pipeline=${pipeline}`,
    body: { text: `${lines.join('\n')}\n` },
  };
}

/** How much of `2026-11-24` goes into the name of an index. */
const dateLengths = { daily: 10, monthly: 7, annually: 4, none: 0 } as const;

/** Beyond these years, in UTC, a date has no four digits for its year. */
const firstMs = Date.parse('0000-01-01T00:00:00Z');
const lastMs = Date.parse('9999-12-31T23:59:59Z');

function indexOf(alert: Alert, { index, suffix }: ElasticsearchOptions): string {
  if (suffix === 'none') return index;
  const timeMs = Math.min(Math.max(unixMilliseconds(alert.time), firstMs), lastMs);
  const date = new Date(timeMs).toISOString().slice(0, dateLengths[suffix]);
  return `${index}-${date.replaceAll('-', '.')}`;
}

function document(alert: Alert, { flattenfields, createindextemplate }: ElasticsearchOptions): string {
  const { json, time } = withFlatNames(alert, flattenfields || createindextemplate);
  return `${json.slice(0, -1)},"@timestamp":"${time}"}`;
}
