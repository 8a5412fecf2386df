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
}
