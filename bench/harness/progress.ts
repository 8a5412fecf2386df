/** Says on standard error which measure runs, how far it is, and about how long all of it still takes. */
export class Progress {
  readonly #total: number;
  readonly #startedAtMs = performance.now();
  #done = 0;
  #name = '';
  #measureStartedAtMs = 0;

  /** @param total number of measures */
  constructor(total: number) {
    this.#total = total;
  }

  begin(name: string): void {
    this.#name = name;
    this.#measureStartedAtMs = performance.now();
    this.#say('begins');
  }

  pair(pair: number, of: number): void {
    if (pair === 1) return this.#say(`pair 1 of ${of}`);
    const perPairMs = (performance.now() - this.#measureStartedAtMs) / (pair - 1);
    this.#say(`pair ${pair} of ${of}, about ${duration(perPairMs * (of - pair + 1))} left of this measure`);
  }

  end(): void {
    this.#done++;
  }

  #say(what: string): void {
    const perMeasureMs = (performance.now() - this.#startedAtMs) / Math.max(1, this.#done);
    const left = this.#done === 0 ? '' : `, about ${duration(perMeasureMs * (this.#total - this.#done))} in all`;
    process.stderr.write(`[${this.#done + 1}/${this.#total}] ${this.#name}: ${what}${left}\n`);
  }
}

function duration(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;
}
