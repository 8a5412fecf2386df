import { z } from 'zod';
import { alertLink } from './alert-link.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { endpoint } from './endpoint.ts';
import { MisconfiguredError } from './errors.ts';
import { httpUrl, secret, textMap } from './options.ts';
import { fittingJson } from './victorialogs-fit.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of VictoriaLogs, or of the vmauth or vlagent in front of it.'),
  endpoint: z.string().default('/insert/jsonline').describe('The path of the API for JSON lines.'),
  username: z.string().default('').describe('The user name; needs `password`.'),
  password: secret('The password that belongs to `username`.').optional(),
  accountid: z.int().min(0).max(4_294_967_295).default(0).describe('The account of the tenant, sent as `AccountID`.'),
  projectid: z.int().min(0).max(4_294_967_295).default(0).describe('The project of the tenant, sent as `ProjectID`.'),
  streamfields: names(['hostname', 'source']).describe(
    'Names of the fields that make a stream, such as `output_fields.k8s.ns.name`: few values each, and no secret.',
  ),
  ignorefields: names([]).describe('Names of fields that VictoriaLogs leaves out; a `*` at the end stands for any.'),
  extrafields: textMap('Fields to add to each alert, such as the name of a cluster.').refine(
    (fields) => Object.entries(fields).every(([name, value]) => /^[^,=]+$/.test(name) && /^[^,]+$/.test(value)),
    'Names and values must not be empty nor hold a comma, and names no equals sign.',
  ),
});

type Options = z.output<typeof options>;

/** See https://docs.victoriametrics.com/victorialogs/data-ingestion/#json-stream-api. */
export const victorialogs = defineHttpOutput({
  id: 'victorialogs',
  about: {
    title: 'VictoriaLogs',
    category: 'log',
    website: 'https://docs.victoriametrics.com/victorialogs/',
    summary: 'writes alerts to VictoriaLogs',
    setup:
      'VictoriaLogs answers 200 also to an alert that is older than its `-retentionPeriod`, 7 days unless set, and drops it: keep the period longer than it may be away. An alert that is sent again after a lost answer is stored twice, with the same `uuid`. What VictoriaLogs would drop for its size is cut, and marked with `[...]`.',
  },
  options,
  examples: {
    minimal: { hostport: 'http://victorialogs:9428' },
    'a tenant behind vmauth, a stream for each namespace': {
      hostport: 'https://vmauth.example.com:8427',
      username: 'falco',
      password: 'swordfish',
      accountid: 12,
      projectid: 34,
      streamfields: ['source', 'output_fields.k8s.ns.name'],
      ignorefields: ['output_fields.proc.env', 'output_fields.evt.arg.*'],
      extrafields: { cluster: 'production & more' },
    },
  },
  batch: { maxAlerts: 500, maxBytes: 5_000_000 },
  batchRequest: (alerts, settings, installation) => ({
    url: endpoint(settings.hostport, `${settings.endpoint}?${parameters(settings)}`),
    headers: headers(settings),
    body: {
      text: alerts.map((alert) => `${fittingJson(alert, alertLink(alert, installation))}\n`).join(''),
      type: 'application/stream+json',
    },
  }),
  /** 400 is also its answer to a wrong path or parameter, for which no alert is to blame. */
  explain: (error) =>
    error.status === 400 && /^(?:unsupported path|cannot parse )/.test(error.answer ?? '')
      ? new MisconfiguredError(`${error.message}: check endpoint, streamfields and the tenant`, error)
      : error,
});

/** Joined by commas as they are sent. */
function names(fallback: readonly string[]) {
  return z
    .array(z.string().regex(/^[^,=}]+$/, 'It must not be empty nor hold a comma, "=" or "}".'))
    .default([...fallback]);
}

/** See https://docs.victoriametrics.com/victorialogs/data-ingestion/#http-query-string-parameters. */
function parameters({ streamfields, ignorefields, extrafields }: Options): string {
  const extra = Object.entries(extrafields).map(([name, value]) => `${name}=${value}`);
  const given = [
    ['_stream_fields', streamfields],
    ['_msg_field', ['output']],
    ['_time_field', ['time']],
    ['ignore_fields', ignorefields],
    ['extra_fields', extra],
  ] as const;
  return given
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(',')}`)
    .join('&');
}

function headers({ username, password, accountid, projectid }: Options) {
  const isTenant = accountid > 0 || projectid > 0;
  return {
    ...(isTenant && { AccountID: String(accountid), ProjectID: String(projectid) }),
    ...(username !== '' && password && { Authorization: basicAuthorization(username, password) }),
  };
}
