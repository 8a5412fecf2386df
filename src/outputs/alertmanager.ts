import { z } from 'zod';
import type { Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';
import { parsePriority, priorities, priorityNumber, type Priority } from '#alert/priority.ts';
import { isNumber } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { dropLabel, moreUrgent, thresholds } from './alertmanager-thresholds.ts';
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
    .describe(
      "After how many seconds an alert counts as resolved; 0 leaves it to the Alertmanager's `resolve_timeout`.",
    ),
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

type Options = z.output<typeof options>;

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
    body: { text: `[${payload(alert, settings)}]\n` },
  }),
});

const defaultSeverities: Readonly<Record<Priority, string>> = {
  Emergency: 'critical',
  Alert: 'critical',
  Critical: 'critical',
  Error: 'warning',
  Warning: 'warning',
  Notice: 'information',
  Informational: 'information',
  Debug: 'information',
};

function severities(description: string) {
  return z
    .record(z.string(), z.string())
    .transform((map, context): Readonly<Partial<Record<Priority, string>>> => {
      const entries = Object.entries(map).map(([name, severity]) => [priorityOf(name), severity, name] as const);
      const wrong = entries.find(([found]) => found === undefined);
      if (!wrong) return Object.fromEntries(entries);
      context.addIssue(
        `"${wrong[2]}" must be one of ${priorities.join(', ')}, or a number from 1, Debug, to 8, Emergency.`,
      );
      return z.NEVER;
    })
    .prefault({})
    .meta({ description });
}

function priorityOf(name: string): Priority | undefined {
  const text = name.trim();
  return parsePriority(text) ?? priorities.find((candidate) => String(priorityNumber(candidate)) === text);
}

/** Written by hand because Go sorts the keys of its maps, but not those of its structures. */
function payload(alert: Alert, settings: Options): string {
  const annotations = {
    info: alert.output,
    description: alert.output,
    summary: alert.rule,
    ...settings.extraannotations,
  };
  const endsAt = settings.expiresafter > 0 ? secondsLater(alert.time, settings.expiresafter) : '0001-01-01T00:00:00Z';
  return `{"labels":${writeJson(labels(alert, settings))},"annotations":${writeJson(annotations)},"endsAt":"${endsAt}"}`;
}

function labels(alert: Alert, settings: Options): Readonly<Record<string, string>> {
  const fields: [label: string, value: string][] = [];
  let { priority: raised } = alert;
  for (const [name, value] of Object.entries(alert.outputFields)) {
    if (name.startsWith('n_evts')) continue;
    if (name.startsWith('n_drop')) {
      const drop = dropLabel(fieldText(value), settings);
      if (drop) fields.push([name, drop.label]);
      raised = moreUrgent(raised, drop?.priority);
    } else if (typeof value === 'string' || isNumber(value)) {
      fields.push([labelName(name), fieldText(value)]);
    }
  }
  return {
    ...Object.fromEntries(fields.filter(([label]) => label !== '')),
    source: 'falco',
    rule: alert.rule,
    alertname: alert.rule,
    eventsource: alert.source,
    ...(alert.hostname !== '' && { hostname: alert.hostname }),
    ...(alert.tags.length > 0 && { tags: alert.tags.join(',') }),
    priority: raised,
    severity: settings.customseveritymap[raised] ?? defaultSeverities[raised],
    ...settings.extralabels,
  };
}

/** See https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels. */
export function labelName(field: string): string {
  const name = withoutOuterUnderscores(field.replaceAll(/[^a-zA-Z0-9_]/gu, '_').replaceAll('__', '_'));
  return /^\d/.test(name) ? `_${name}` : name;
}

/** A pattern such as `_+$` would take quadratic time where somebody sends a million of them. */
function withoutOuterUnderscores(text: string): string {
  let [start, end] = [0, text.length];
  while (text[start] === '_') start++;
  while (end > start && text[end - 1] === '_') end--;
  return text.slice(start, end);
}

const lastMs = Date.parse('9999-12-31T23:59:59Z');

/** The clock goes on, fraction and offset stay. RFC 3339 ends with the year 9999. */
function secondsLater(time: string, seconds: number): string {
  const clockMs = Math.min(Date.parse(`${time.slice(0, 19)}Z`) + seconds * 1000, lastMs);
  return `${new Date(clockMs).toISOString().slice(0, 19)}${time.slice(19)}`;
}
