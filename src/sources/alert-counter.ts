import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import { priorityNumber, type Priority } from '#alert/priority.ts';

/** One series of the counter of alerts. */
export interface AlertSeries {
  /** In the order of `AlertCounter.labels`. */
  readonly values: readonly string[];
  readonly count: number;
}

export interface AlertCounterOptions {
  /** Fields that become labels beside Falcosidekick's own, by their names in alerts. */
  readonly fields: readonly string[];
  /** Senders choose the values of labels, so the series are bounded: further ones are counted together as `other`. */
  readonly maxSeries: number;
}

const falcosidekickLabels = [
  'hostname',
  'rule',
  'priority',
  'priority_raw',
  'source',
  'k8s_ns_name',
  'k8s_pod_name',
] as const;

/** Counts alerts by the labels of Falcosidekick's `falco_events_total`. */
export class AlertCounter {
  readonly labels: readonly string[];
  readonly #options: AlertCounterOptions;
  readonly #series = new Map<string, { readonly values: readonly string[]; count: number }>();

  constructor(options: AlertCounterOptions) {
    this.#options = options;
    this.labels = [...falcosidekickLabels, ...options.fields.map((field) => field.replaceAll('.', '_'))];
  }

  add(alert: Alert): void {
    const values = this.#values(alert);
    const key = values.join('\n');
    const series = this.#series.get(key) ?? this.#begin(key, values, alert.priority);
    series.count++;
  }

  series(): readonly AlertSeries[] {
    return [...this.#series.values()];
  }

  #values(alert: Alert): readonly string[] {
    return [
      alert.hostname || 'unknown',
      alert.rule,
      ...priorityLabels(alert.priority),
      alert.source,
      stringField(alert, 'k8s.ns.name'),
      stringField(alert, 'k8s.pod.name'),
      ...this.#options.fields.map((field) => stringField(alert, field)),
    ];
  }

  #begin(key: string, values: readonly string[], priority: Priority) {
    if (this.#series.size < this.#options.maxSeries) return this.#put(key, values);
    const others = this.labels.map(() => 'other').toSpliced(2, 2, ...priorityLabels(priority));
    return this.#series.get(others.join('\n')) ?? this.#put(others.join('\n'), others);
  }

  #put(key: string, values: readonly string[]) {
    const series = { values, count: 0 };
    this.#series.set(key, series);
    return series;
  }
}

/** `priority` and `priority_raw`. Both stay exact in the series of the others. */
function priorityLabels(priority: Priority): readonly [string, string] {
  return [String(priorityNumber(priority)), priority.toLowerCase()];
}
