/**
 * How far an output has come in a lane. Requests overtake each other, so alerts are settled in any order; the cursor
 * stands before the first that is not.
 */
export class CursorTracker {
  #cursor: number;
  /** What was read after the cursor, in order, from `#first` on. */
  #seqs: number[] = [];
  #first = 0;
  readonly #settled = new Set<number>();

  constructor(cursor: number) {
    this.#cursor = cursor;
  }

  /** Everything up to here is settled. */
  get cursor(): number {
    return this.#cursor;
  }

  /** How many alerts were read after the cursor. */
  get size(): number {
    return this.#seqs.length - this.#first;
  }

  /** Notes what was read, in ascending order. */
  track(seq: number): void {
    this.#seqs.push(seq);
  }

  settle(seq: number): void {
    this.#settled.add(seq);
    for (let next = this.#seqs[this.#first]; next !== undefined && this.#settled.delete(next);) {
      this.#cursor = next;
      this.#first++;
      next = this.#seqs[this.#first];
    }
    if (this.#first > 1024 && this.#first * 2 > this.#seqs.length) {
      this.#seqs = this.#seqs.slice(this.#first);
      this.#first = 0;
    }
  }
}
