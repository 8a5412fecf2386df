/** Repeatable chance: the same seed gives the same run. The generator is mulberry32. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0 to `limit`, both included. */
  upTo(limit: number): number {
    return Math.floor(this.next() * (limit + 1));
  }

  pick<const Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.upTo(items.length - 1)] ?? items[0];
  }
}
