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
  /**
   * Fields that become labels beside Falcosidekick's own, by their names in alerts. Left out are those whose name makes no label
   * for Prometheus, such as `proc.aname[2]`, and those whose label is there already.
   */
  readonly fields: readonly string[];
  /** Senders choose the values of labels, so the series are bounded: further ones are counted together as `other`. */
  readonly maxSeries: number;
}

/** See https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels. */
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const falcosidekickLabels: readonly string[] = [
  'hostname',
  'rule',
  'priority',
  'priority_raw',
  'source',
  'k8s_ns_name',
  'k8s_pod_name',
];

/** Counts alerts by the labels of Falcosidekick's `falco_events_total`. */
export class AlertCounter {
  readonly labels: readonly string[];
  readonly #fields: readonly string[];
  readonly #maxSeries: number;
  readonly #series = new Map<string, { readonly values: readonly string[]; count: number }>();

  constructor({ fields, maxSeries }: AlertCounterOptions) {
    const fieldsByLabel = new Map<string, string>();
    for (const field of fields) {
      const label = labelOf(field);
      if (labelName.test(label) && !falcosidekickLabels.includes(label)) fieldsByLabel.set(label, field);
    }
    this.labels = [...falcosidekickLabels, ...fieldsByLabel.keys()];
    this.#fields = [...fieldsByLabel.values()];
    this.#maxSeries = maxSeries;
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
      ...this.#fields.map((field) => stringField(alert, field)),
    ];
  }

  #begin(key: string, values: readonly string[], priority: Priority) {
    if (this.#series.size < this.#maxSeries) return this.#put(key, values);
    const others = this.labels.map(() => 'other').toSpliced(2, 2, ...priorityLabels(priority));
    return this.#series.get(others.join('\n')) ?? this.#put(others.join('\n'), others);
  }

  #put(key: string, values: readonly string[]) {
    const series = { values, count: 0 };
    this.#series.set(key, series);
    return series;
  }
}

function labelOf(field: string): string {
  return field.replaceAll('.', '_');
}

/** `priority` and `priority_raw`. Both stay exact in the series of the others. */
function priorityLabels(priority: Priority): readonly [string, string] {
  return [String(priorityNumber(priority)), priority.toLowerCase()];
}
