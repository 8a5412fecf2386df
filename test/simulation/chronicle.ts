/** The last things that happened, for whoever wants to know how it came to this. */
export class Chronicle {
  readonly #kept: { readonly atMs: number; readonly what: string }[] = [];
  readonly #length: number;
  readonly #now: () => number;

  constructor(length: number, now: () => number) {
    this.#length = length;
    this.#now = now;
  }

  note(what: string): void {
    this.#kept.push({ atMs: this.#now(), what });
    if (this.#kept.length > 2 * this.#length) this.#kept.splice(0, this.#length);
  }

  lines(): readonly string[] {
    return this.#kept.slice(-this.#length).map(({ atMs, what }) => `${(atMs / 1000).toFixed(3)} s  ${what}`);
  }
}
