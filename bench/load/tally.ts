import type { LoadReport } from './settings.ts';

/** Counts answers, and how long they took. */
export class Tally {
  readonly #startedAtMs = performance.now();
  readonly #cpuAtStart = process.cpuUsage();
  readonly #latenciesMs: number[] = [];
  #accepted = 0;
  #acceptedBytes = 0;
  #refused = 0;
  #lost = 0;

  get answered(): number {
    return this.#accepted + this.#refused + this.#lost;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  /** @param status 0 for a lost connection */
  count(status: number, bodyLength: number, latencyMs: number): void {
    this.#latenciesMs.push(latencyMs);
    if (status === 200) {
      this.#accepted++;
      this.#acceptedBytes += bodyLength;
    } else if (status === 0) this.#lost++;
    else this.#refused++;
  }

  /** @param waitedMs how long each request has waited that was not answered at all */
  report(waitedMs: readonly number[] = []): LoadReport {
    const seconds = this.elapsedMs / 1000;
    const { user, system } = process.cpuUsage(this.#cpuAtStart);
    const sorted = Float64Array.from([...this.#latenciesMs, ...waitedMs]).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      accepted: this.#accepted,
      refused: this.#refused,
      unanswered: this.#lost + waitedMs.length,
      seconds,
      acceptedBytes: this.#acceptedBytes,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      cpuShare: (user + system) / 1e6 / seconds,
    };
  }
}
