/** In milliseconds. `NaN` where nothing was measured. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How long things took. */
export class Latencies {
  readonly #valuesMs: number[] = [];

  add(valueMs: number): void {
    this.#valuesMs.push(valueMs);
  }

  percentiles(): Percentiles {
    const sorted = Float64Array.from(this.#valuesMs).sort();
    const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }
}

/** Of the 99th percentiles, for a report. */
export function p99Ratio(of: Percentiles, to: Percentiles): number {
  return rounded(of.p99 / to.p99);
}

/** Two digits after the point are more than a loaded machine can tell. */
export function rounded(value = Number.NaN): number {
  return Math.round(value * 100) / 100;
}
