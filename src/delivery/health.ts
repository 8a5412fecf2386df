import type { AttemptResult } from './attempt.ts';
import type { CircuitState } from './circuit.ts';
import type { Failure } from './failure.ts';
import { MinuteCounts } from './minute-counts.ts';
import type { Pause } from './output-pauses.ts';

/** How an output fares, for the console, the API and the metrics. */
export interface OutputHealth {
  readonly name: string;
  readonly type: string;
  /**
   * `failing`: the last attempt failed. `open`: so did those before it, and there is one attempt at a time now.
   * `misconfigured`: the other side says that the operator has to mend something. `refusing`: it answers, and every alert
   * is refused. `paused`: somebody wants nothing sent.
   */
  readonly state: CircuitState | 'refusing' | 'paused';
  readonly pause: Pause | undefined;
  /** Attempts that ran side by side count once. */
  readonly consecutiveFailures: number;
  readonly lastError: LastError | undefined;
  readonly lastDeliveredAtMs: number | undefined;
  /** Since when nothing has arrived, while attempts fail. */
  readonly failingSinceMs: number | undefined;
  readonly inFlight: number;
  /** While the output waits after a failure, or because it was asked to. */
  readonly nextAttemptAtMs: number | undefined;
  /** Since the start of the process. */
  readonly attempts: { readonly ok: number; readonly error: number };
  /** The same counted by alerts, of which a message may hold many: what Falcosidekick counts. */
  readonly alerts: { readonly ok: number; readonly error: number };
  readonly latency: LatencyHistogram;
  /** Alerts that arrived. */
  readonly deliveredPerMinute: number;
  /** In each of the last thirty minutes. */
  readonly trend: readonly number[];
}

export interface LastError {
  readonly message: string;
  readonly status: number | undefined;
  readonly answer: string | undefined;
  readonly atMs: number;
}

/** As Prometheus counts: each bucket holds all attempts that took no longer than its bound. */
export interface LatencyHistogram {
  readonly boundsSeconds: readonly number[];
  readonly counts: readonly number[];
  readonly sumSeconds: number;
  readonly count: number;
}

const boundsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Where something was delivered before, a few alerts that are refused may be to blame themselves. */
const fewestRefused = 3;

/** What the worker knows, and not the meter. */
type OfWorker = 'name' | 'type' | 'state' | 'pause' | 'consecutiveFailures' | 'inFlight' | 'nextAttemptAtMs';

/** Counts attempts. Outlives a reload that restarts the output, as counters must not go back. */
export class OutputMeter {
  readonly #buckets = boundsSeconds.map(() => 0);
  #sumSeconds = 0;
  #ok = 0;
  #error = 0;
  #okAlerts = 0;
  #errorAlerts = 0;
  #lastError: LastError | undefined;
  #lastDeliveredAtMs: number | undefined;
  #failingSinceMs: number | undefined;
  #deadSinceDelivery = 0;
  readonly #minutes = new MinuteCounts();

  /** An attempt is in order when everything in it arrived. */
  record({ delivered, failed, latencyMs }: AttemptResult, nowMs: number): void {
    const seconds = latencyMs / 1000;
    for (const [index, bound] of boundsSeconds.entries()) {
      if (seconds <= bound) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    }
    this.#sumSeconds += seconds;
    this.#okAlerts += delivered.length;
    this.#errorAlerts += failed.length;
    this.#minutes.add(delivered.length, nowMs);
    if (delivered.length > 0) {
      this.#lastDeliveredAtMs = nowMs;
      this.#deadSinceDelivery = 0;
    }
    if (delivered.length > 0 || failed.length === 0) this.#failingSinceMs = undefined;
    else this.#failingSinceMs ??= nowMs;
    const failure = failed[0]?.failure;
    if (failure) this.#lastError = lastError(failure, nowMs);
    if (failure) this.#error++;
    else this.#ok++;
  }

  /** So many alerts of an attempt at which nothing arrived became dead letters. */
  lost(alerts: number): void {
    this.#deadSinceDelivery += alerts;
  }

  /** Nothing arrives any more, although the other side answers. */
  get isRefused(): boolean {
    const fewest = this.#lastDeliveredAtMs === undefined ? 1 : fewestRefused;
    return this.#deadSinceDelivery >= fewest;
  }

  snapshot(nowMs: number): Omit<OutputHealth, OfWorker> {
    return {
      attempts: { ok: this.#ok, error: this.#error },
      alerts: { ok: this.#okAlerts, error: this.#errorAlerts },
      latency: {
        boundsSeconds,
        counts: [...this.#buckets],
        sumSeconds: this.#sumSeconds,
        count: this.#ok + this.#error,
      },
      lastError: this.#lastError,
      lastDeliveredAtMs: this.#lastDeliveredAtMs,
      failingSinceMs: this.#failingSinceMs,
      deliveredPerMinute: this.#minutes.perMinute(nowMs),
      trend: this.#minutes.trend(nowMs),
    };
  }
}

function lastError({ message, status, answer }: Failure, atMs: number): LastError {
  return { message, status, answer, atMs };
}
