import { isAuditRecord } from '#alert/audit-record.ts';
import type { Alert } from '#alert/alert.ts';
import { AlertCounter, type AlertCounterOptions } from './alert-counter.ts';
import { Histogram } from './histogram.ts';
import type { RefusalReason } from './refusal.ts';

const ackBoundsMs = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];

/** What came in on `/` and `/test`, as plain numbers that somebody who scrapes turns into metrics. */
export class IngestCounts {
  /** From the arrival of a request to its 200. */
  readonly ackLatency = new Histogram(ackBoundsMs);
  readonly #refused = new Map<RefusalReason, number>();
  #acceptedRequests = 0;
  #keptAlerts = 0;
  #refusedAlerts = 0;
  #repetitions = 0;
  #bodyBytes = 0;
  #alerts: AlertCounter;
  #alertOptions: AlertCounterOptions;

  constructor(alertOptions: AlertCounterOptions) {
    this.#alertOptions = alertOptions;
    this.#alerts = new AlertCounter(alertOptions);
  }

  /** Requests answered by 200. */
  get acceptedRequests(): number {
    return this.#acceptedRequests;
  }

  /** All others, by reason. A request of which some alerts were kept is here as well. */
  get refusedRequests(): ReadonlyMap<RefusalReason, number> {
    return this.#refused;
  }

  get keptAlerts(): number {
    return this.#keptAlerts;
  }

  /** Alerts that were not valid. */
  get refusedAlerts(): number {
    return this.#refusedAlerts;
  }

  /** Alerts that were not kept again. */
  get repetitions(): number {
    return this.#repetitions;
  }

  /** Of complete bodies, decompressed. */
  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  /** Kept alerts by label. */
  get alerts(): Pick<AlertCounter, 'labels' | 'series'> {
    return this.#alerts;
  }

  /** After a change of the configuration. Other labels begin at 0, as other series would. */
  labelAlertsBy(options: AlertCounterOptions): void {
    if (JSON.stringify(options) === JSON.stringify(this.#alertOptions)) return;
    this.#alertOptions = options;
    this.#alerts = new AlertCounter(options);
  }

  accept(latencyMs: number): void {
    this.#acceptedRequests++;
    this.ackLatency.observe(latencyMs);
  }

  refuse(reason: RefusalReason): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  read(bodyBytes: number): void {
    this.#bodyBytes += bodyBytes;
  }

  keep(alerts: readonly Alert[]): void {
    this.#keptAlerts += alerts.length;
    for (const alert of alerts) if (!isAuditRecord(alert)) this.#alerts.add(alert);
  }

  refuseAlerts(count: number): void {
    this.#refusedAlerts += count;
  }

  repeat(count: number): void {
    this.#repetitions += count;
  }
}
