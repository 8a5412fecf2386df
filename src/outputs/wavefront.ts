import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { authorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { DeliveryError } from './errors.ts';
import { secret } from './options.ts';
import { wavefrontLine } from './wavefront-line.ts';

const options = z.strictObject({
  endpointtype: z
    .enum(['direct', 'proxy'])
    .describe('Whether points go straight to the service, or through a proxy of Wavefront.'),
  endpointhost: z
    .string()
    .regex(
      /^(?:https?:\/\/)?[^\s/@?#]+\/?$/,
      'It must be a host, or an http or https URL without path and credentials.',
    )
    .describe('The host of the service or of the proxy, or its URL.'),
  endpointtoken: secret('The API token, for `direct`.').optional(),
  endpointmetricport: z.int().min(1).max(65_535).default(2878).describe('The port for metrics, for `proxy`.'),
  metricname: z
    .string()
    .regex(/^[~a-zA-Z0-9_./,-]{1,256}$/, 'It may hold letters, digits and ~ - _ . / and a comma, at most 256 of them.')
    .default('falco.alert')
    .describe('The name of the metric.'),
  flushintervalseconds: z
    .int()
    .min(0)
    .default(0)
    .describe('How many seconds an alert may wait for others to go with it.'),
  batchsize: z.int().min(1).default(10_000).describe('The most points in one request.'),
});

type Options = z.output<typeof options>;

/** See https://docs.wavefront.com/direct_ingestion.html and https://docs.wavefront.com/wavefront_data_format.html. */
export const wavefront = defineHttpOutput({
  id: 'wavefront',
  about: {
    title: 'Wavefront',
    category: 'metric',
    website: 'https://docs.wavefront.com',
    summary: 'counts alerts as points of a metric of Wavefront (Tanzu Observability)',
    setup:
      'For `direct`, create an API token with the permission **Direct Data Ingestion**. For `proxy`, let the proxy listen for metrics over HTTP.',
    fixes: [
      'A host without a scheme works: `https` for `direct`, `http` for `proxy`, where upstream crashes at start.',
      'Only 20 point tags are sent, and each is cut to 254 characters together with its name. Wavefront drops a point with more; and upstream drops the alert when one of its fields is empty.',
      'Where a field is called as what an alert says of itself, such as `severity`, the alert counts. In upstream it is the field.',
      'Control characters and backslashes cannot end a tag or a line: nobody can smuggle in another point.',
    ],
  },
  options,
  examples: {
    minimal: { endpointtype: 'proxy', endpointhost: 'wavefront-proxy' },
    direct: {
      endpointtype: 'direct',
      endpointhost: 'example.wavefront.com',
      endpointtoken: 'swordfish-token',
      metricname: 'security.falco',
      flushintervalseconds: 1,
    },
  },
  batch: ({ batchsize, flushintervalseconds }) => ({
    maxAlerts: batchsize,
    maxBytes: 4_000_000,
    lingerMs: flushintervalseconds * 1000,
  }),
  batchRequest: (alerts, settings) => ({
    url: endpoint(server(settings), '/report?f=wavefront'),
    ...(settings.endpointtype === 'direct' &&
      settings.endpointtoken && { headers: { Authorization: authorization('Bearer', settings.endpointtoken) } }),
    body: {
      text: alerts.map((alert) => `${wavefrontLine(alert, settings.metricname)}\n`).join(''),
      type: 'application/octet-stream',
    },
    gzip: true,
  }),
  explain: (error) =>
    error.status === 406 ? new DeliveryError('Wavefront has no room for points at the moment', error) : error,
});

/** A proxy is asked at `endpointmetricport`, as upstream does, whatever port its URL names. */
function server({ endpointtype, endpointhost, endpointmetricport }: Options): string {
  const isDirect = endpointtype === 'direct';
  const { protocol, hostname, host } = new URL(
    endpointhost.includes('://') ? endpointhost : `${isDirect ? 'https' : 'http'}://${endpointhost}`,
  );
  return `${protocol}//${isDirect ? host : `${hostname}:${endpointmetricport}`}`;
}
