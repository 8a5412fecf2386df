import { z } from 'zod';
import { alertmanagerAlert } from './alertmanager-alert.ts';
import { severities } from './alertmanager-severity.ts';
import { thresholds } from './alertmanager-thresholds.ts';
import { defineHttpOutput } from './define.ts';
import { endpoint } from './endpoint.ts';
import { httpUrl, priority, textMap } from './options.ts';

const options = z.strictObject({
  hostport: z
    .array(httpUrl('The URL of one Alertmanager.'))
    .min(1)
    .describe('The URLs of the Alertmanagers; every one gets every alert, as a highly available set of them wants it.'),
  endpoint: z.string().default('/api/v2/alerts').describe('The path of the API.'),
  expiresafter: z
    .int()
    .min(0)
    .default(0)
    .describe("After how many seconds an alert counts as resolved; 0: after the Alertmanager's `resolve_timeout`."),
  extralabels: textMap('Labels to add to each alert.'),
  extraannotations: textMap('Annotations to add to each alert.'),
  customseveritymap: severities('The label `severity` by priority, in place of information, warning and critical.'),
  dropeventthresholds: thresholds(
    'For counters of dropped system calls: numbers above which a counter becomes the label `>number`, each with the ' +
      'priority the alert is raised to, such as `10000:critical, 1000:critical, 100:critical, 10:warning, 1:warning`.',
  ),
  dropeventdefaultpriority: priority(
    'The priority that an alert is raised to when a counter of dropped system calls is above none of the thresholds.',
    'critical',
  ),
});

/** One alert a request, and no batches: what the Alertmanager refuses of a list, it does not name. */
export const alertmanager = defineHttpOutput({
  id: 'alertmanager',
  about: {
    title: 'Prometheus Alertmanager',
    category: 'incident',
    website: 'https://prometheus.io/docs/alerting/latest/alertmanager/',
    summary: 'fires alerts in one or several Alertmanagers of Prometheus',
    setup:
      "Fields of an alert become labels, so that routes and silences can match them; characters that a label's name cannot hold become `_`.",
    fixes: [
      'A bad item in `dropeventthresholds`, `dropeventdefaultpriority` or `customseveritymap` is a configuration error. Upstream logs it and goes on without the item.',
      "Upstream's default of `dropeventthresholds` is written with `:` where its parser wants `,`, and so works as one threshold, 10000, that raises no priority. That is the default here, in plain words, and the broken text still means it. Other lists may be separated in either way.",
      'In `customseveritymap` priorities go by name or by number, in the file and in the environment. Upstream takes names in one and numbers in the other.',
      'A label whose name would be empty, or begin with a digit, is left out, or gets a `_` in front: the Alertmanager would refuse the alert.',
      'Where two fields become the same label, the last by name wins; upstream leaves it to chance.',
    ],
  },
  options,
  each: 'hostport',
  examples: {
    minimal: { hostport: ['http://alertmanager:9093'] },
    'two Alertmanagers, alerts that resolve after an hour': {
      hostport: ['http://alertmanager-0:9093', 'http://alertmanager-1:9093'],
      expiresafter: 3600,
      extralabels: { cluster: 'production' },
      extraannotations: { runbook: 'https://example.com/runbooks/falco' },
      customseveritymap: { critical: 'page', '7': 'page', emergency: 'page' },
      dropeventthresholds: '10000:critical, 1000:critical, 100:critical, 10:warning, 1:warning',
    },
  },
  request: (alert, settings) => ({
    url: endpoint(settings.hostport[0] ?? '', settings.endpoint),
    body: { text: `[${alertmanagerAlert(alert, settings)}]\n` },
  }),
});
