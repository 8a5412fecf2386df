import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Journal } from '#journal/journal.ts';
import type { Configuration } from '#config/configuration.ts';
import type { MetricsSource } from '#api/metrics.ts';
import { RuleMatches } from '#api/rule-matches.ts';
import type { MetricsPush } from './metrics-push.ts';
import type { StatsdPush } from './statsd-push.ts';
import { ruleMatchOptions } from './settings.ts';

export interface PushedMetricsParts {
  readonly source: MetricsSource;
  readonly journal: Pick<Journal, 'subscribe'>;
  /** When the counts of the source began. */
  readonly startedAtMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The metrics that are pushed, for as long as the configuration has a place for them. */
export class PushedMetrics {
  readonly #parts: PushedMetricsParts;
  #push: MetricsPush | undefined;
  #ruleMatches: RuleMatches | undefined;
  #unsubscribe: (() => void) | undefined;
  #statsd: readonly StatsdPush[] = [];

  constructor(parts: PushedMetricsParts) {
    this.#parts = parts;
  }

  /** At the start, too. */
  async reload(configuration: Configuration): Promise<void> {
    await Promise.all([this.#reloadOtlp(configuration), this.#reloadStatsd(configuration)]);
  }

  async #reloadOtlp(configuration: Configuration): Promise<void> {
    await this.#push?.end();
    this.#push = undefined;
    const { metricsPush: push } = configuration;
    if (!push) return this.#stopCounting();
    // What it takes to push is loaded where it is configured only.
    const { MetricsPush: Push } = await import('./metrics-push.ts');
    const { source, startedAtMs, clock, log } = this.#parts;
    const ruleMatches = this.#countBy(configuration);
    this.#push = new Push({ configuration, push, source, startedAtMs, ruleMatches, clock, log });
  }

  async #reloadStatsd({ statsd: wanted, delivery }: Configuration): Promise<void> {
    await this.#endStatsd();
    if (wanted.length === 0) return;
    const { StatsdPush: Push } = await import('./statsd-push.ts');
    const { allowedHosts } = delivery;
    this.#statsd = wanted.map((statsd) => new Push({ ...this.#parts, statsd, allowedHosts }));
  }

  async #endStatsd(): Promise<void> {
    await Promise.all(this.#statsd.map((push) => push.end()));
    this.#statsd = [];
  }

  /** With a last push. */
  async stop(): Promise<void> {
    await this.#endStatsd();
    await this.#push?.end();
    await this.#push?.pushLast();
    this.#stopCounting();
  }

  /** Other attributes begin anew, as other series would. */
  #countBy(configuration: Configuration): RuleMatches {
    const { journal, clock } = this.#parts;
    const options = ruleMatchOptions(configuration);
    const counting = this.#ruleMatches?.isBy(options) ? this.#ruleMatches : new RuleMatches(options, clock.now());
    this.#ruleMatches = counting;
    this.#unsubscribe ??= journal.subscribe((entries) => {
      for (const { alert } of entries) this.#ruleMatches?.add(alert);
    });
    return counting;
  }

  #stopCounting(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#ruleMatches = undefined;
  }
}
