import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { stringFields } from '#alert/fields.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { writeJson } from '#kit/json-write.ts';
import { basicAuthorization } from './authorization.ts';
import { defineHttpOutput } from './define.ts';
import { endpoint } from './endpoint.ts';
import { httpUrl, secret } from './options.ts';
import type { Installation } from './output.ts';
import { shortenToBytes } from './shorten-to-bytes.ts';

const options = z.strictObject({
  hostport: httpUrl('The URL of Loki.'),
  endpoint: z.string().default('/loki/api/v1/push').describe('The path of the API.'),
  user: z.string().default('').describe('The user name, for Grafana Cloud its number; needs `apikey`.'),
  apikey: secret('The password or API key that belongs to `user`.').optional(),
  tenant: z.string().default('').describe('The tenant, sent as `X-Scope-OrgID`.'),
  format: z
    .enum(['text', 'json'])
    .default('text')
    .describe("What a log line holds: the alert's text, or the whole alert as JSON."),
  extralabels: z
    .array(z.string())
    .default([])
    .describe('Names of fields that become labels, besides namespace, pod, and custom and templated fields.'),
});

type Options = z.output<typeof options>;

/**
 * Loki refuses, unless its operator allows more, labels longer than 2,048 bytes and lines over 256 KiB: cut here, except
 * for JSON, which would be none any more. See https://grafana.com/docs/loki/latest/configure/#limits_config.
 */
export const loki = defineHttpOutput({
  id: 'loki',
  about: {
    title: 'Grafana Loki',
    category: 'log',
    website: 'https://grafana.com/oss/loki/',
    summary: 'writes alerts as log lines to Grafana Loki',
    setup:
      'Loki must take lines as old as your alerts may get while it is away: see `reject_old_samples_max_age`, one week unless changed. It drops an exact repetition of a line by itself.',
    fixes: [
      'Waiting alerts go together in one push, alerts with the same labels in one stream. One alert alone is sent as upstream sends it.',
      'Characters that the name of a label cannot hold become `_`; Loki would refuse the alert.',
      'Labels and lines that are longer than Loki takes are cut, and marked with `[...]`.',
      'An unknown `format` is a configuration error. Upstream takes it for `text`.',
    ],
  },
  options,
  examples: {
    minimal: { hostport: 'http://loki:3100' },
    'Grafana Cloud, whole alerts': {
      hostport: 'https://logs-prod-006.grafana.net',
      user: '123456',
      apikey: 'glc_swordfish',
      tenant: 'security',
      format: 'json',
      extralabels: ['user.name', 'proc.aname[2]'],
    },
  },
  batch: { maxAlerts: 500, maxBytes: 1_000_000 },
  batchRequest: (alerts, settings, installation) => ({
    url: endpoint(settings.hostport, settings.endpoint),
    headers: {
      'Content-Type': 'application/json',
      ...(settings.tenant !== '' && { 'X-Scope-OrgID': settings.tenant }),
      ...(settings.user !== '' &&
        settings.apikey && { Authorization: basicAuthorization(settings.user, settings.apikey) }),
    },
    body: { text: `{"streams":[${streams(alerts, settings, installation).join(',')}]}\n` },
  }),
});

const maxLabelBytes = 2048;
const maxLineBytes = 256 * 1024;

/** Alerts with the same labels share a stream, which keeps them in order. */
function streams(alerts: readonly Alert[], settings: Options, installation: Installation): string[] {
  const names = new Set([...installation.customfields, ...installation.templatedfields, ...settings.extralabels]);
  const byLabels = new Map<string, string[]>();
  for (const alert of alerts) {
    const labels = writeJson(labelsOf(alert, names));
    const values = byLabels.get(labels) ?? [];
    byLabels.set(labels, values);
    values.push(writeJson([String(unixNanoseconds(alert.time)), line(alert, settings)]));
  }
  return [...byLabels].map(([labels, values]) => `{"stream":${labels},"values":[${values.join(',')}]}`);
}

function labelsOf(alert: Alert, names: ReadonlySet<string>): Readonly<Record<string, string>> {
  const fields = stringFields(alert);
  const labels = [
    ['rule', alert.rule],
    ['source', alert.source],
    ['priority', alert.priority],
    ...fields.filter(([name]) => kubernetesFields.has(name)).map(([name, value]) => [labelName(name), value]),
    ...fields.filter(([name]) => names.has(name)).map(([name, value]) => [labelName(name), value.replaceAll('"', '')]),
    ...(alert.hostname === '' ? [] : [['hostname', alert.hostname]]),
    ...(alert.tags.length === 0 ? [] : [['tags', alert.tags.join(',')]]),
  ];
  return Object.fromEntries(labels.map(([name = '', value = '']) => [name, shortenToBytes(value, maxLabelBytes)]));
}

const kubernetesFields: ReadonlySet<string> = new Set(['k8s.ns.name', 'k8s.pod.name']);

/** See https://grafana.com/docs/loki/latest/get-started/labels/#label-format. */
function labelName(field: string): string {
  const name = field.replaceAll(/[[\]]/g, '').replaceAll(/[^a-zA-Z0-9_]/gu, '_');
  return /^(?:\d|$)/.test(name) ? `_${name}` : name;
}

function line({ json, output }: Alert, { format }: Options): string {
  return format === 'json' ? json : shortenToBytes(output, maxLineBytes);
}
