import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import { shorten } from '#outputs/shorten.ts';

/** How often a rule matched under the same circumstances. */
export interface RuleMatch {
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly count: number;
}

export interface RuleMatchOptions {
  /** Fields of alerts that become attributes, with `_` for dots. */
  readonly fields: readonly string[];
  /** Senders choose the attributes, so their number is bounded: the rest is counted together. */
  readonly maxSeries: number;
}

/** Counts alerts as Falcosidekick's `falco_rules_matches_total` does, which has other attributes than its series for Prometheus. */
export class RuleMatches {
  readonly startedAtMs: number;
  readonly #options: RuleMatchOptions;
  readonly #counts = new Map<string, RuleMatch>();

  constructor(options: RuleMatchOptions, startedAtMs: number) {
    this.#options = options;
    this.startedAtMs = startedAtMs;
  }

  isBy(options: RuleMatchOptions): boolean {
    return JSON.stringify(options) === JSON.stringify(this.#options);
  }

  add(alert: Alert): void {
    const attributes = this.#attributesOf(alert);
    const key = JSON.stringify(attributes);
    if (this.#counts.has(key) || this.#counts.size < this.#options.maxSeries) this.#count(key, attributes);
    else this.#count(overflowKey, overflow);
  }

  matches(): readonly RuleMatch[] {
    return [...this.#counts.values()];
  }

  #count(key: string, attributes: RuleMatch['attributes']): void {
    this.#counts.set(key, { attributes, count: (this.#counts.get(key)?.count ?? 0) + 1 });
  }

  #attributesOf(alert: Alert): RuleMatch['attributes'] {
    const { source, priority, rule, hostname, tags } = alert;
    const fields = this.#options.fields.map((field) => [field.replaceAll('.', '_'), cut(stringField(alert, field))]);
    return {
      ...Object.fromEntries(fields),
      source: cut(source),
      priority,
      rule: cut(rule),
      hostname: cut(hostname || 'unknown'),
      tags: tags.slice(0, maxTags).map(cut),
    };
  }
}

/** These stay in memory, and go into every push. */
const maxLength = 256;
const maxTags = 32;

function cut(text: string): string {
  return shorten(text, maxLength);
}

/** See https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute. */
const overflow = { 'otel.metric.overflow': 'true' };
const overflowKey = JSON.stringify(overflow);
