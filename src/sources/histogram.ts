/** Counts durations by size, in the way Prometheus wants them. */
export class Histogram {
  /** Upper bounds, growing. What is above the last has a count of its own. */
  readonly boundsMs: readonly number[];
  readonly #counts: number[];
  #sumMs = 0;

  constructor(boundsMs: readonly number[]) {
    this.boundsMs = boundsMs;
    this.#counts = Array.from({ length: boundsMs.length + 1 }, () => 0);
  }

  observe(durationMs: number): void {
    let bucket = 0;
    while (bucket < this.boundsMs.length && durationMs > (this.boundsMs[bucket] ?? 0)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sumMs += durationMs;
  }

  /** Per bucket, not cumulated: one more than there are bounds. */
  get counts(): readonly number[] {
    return this.#counts;
  }

  get sumMs(): number {
    return this.#sumMs;
  }

  /** A bound that this part of all durations did not exceed; the last one where even that was too little. `undefined` before the first. */
  quantileMs(part: number): number | undefined {
    const all = this.#counts.reduce((sum, count) => sum + count, 0);
    if (all === 0) return undefined;
    let sum = 0;
    const bucket = this.#counts.findIndex((count) => (sum += count) >= all * part);
    return this.boundsMs[Math.min(bucket, this.boundsMs.length - 1)];
  }
}
