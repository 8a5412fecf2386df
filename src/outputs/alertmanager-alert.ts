import type { Alert } from '#alert/alert.ts';
import { fieldText } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { isNumber } from '#kit/json.ts';
import { writeJson } from '#kit/json-write.ts';
import { defaultSeverities } from './alertmanager-severity.ts';
import { dropLabel, moreUrgent, type DropSettings } from './alertmanager-thresholds.ts';

/** What of an operator's options an alert depends on. */
interface Settings extends DropSettings {
  readonly expiresafter: number;
  readonly extralabels: Readonly<Record<string, string>>;
  readonly extraannotations: Readonly<Record<string, string>>;
  readonly customseveritymap: Readonly<Partial<Record<Priority, string>>>;
}

/** An alert as the Alertmanager takes it. Written by hand because Go sorts the keys of its maps, but not those of its structures. */
export function alertmanagerAlert(alert: Alert, settings: Settings): string {
  const annotations = {
    info: alert.output,
    description: alert.output,
    summary: alert.rule,
    ...settings.extraannotations,
  };
  const endsAt = settings.expiresafter > 0 ? secondsLater(alert.time, settings.expiresafter) : '0001-01-01T00:00:00Z';
  return `{"labels":${writeJson(labels(alert, settings))},"annotations":${writeJson(annotations)},"endsAt":"${endsAt}"}`;
}

function labels(alert: Alert, settings: Settings): Readonly<Record<string, string>> {
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
