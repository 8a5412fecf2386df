/**
 * What is in work, in no order: for thousands of values a second that stay for a moment. A `Set` makes a new table every few dozen of
 * those, and each table refers to the next: once one of them has become old, the collections of young memory keep all that follow
 * it, values included, until the next full one. Here the places of those that left are used again.
 */
export class Slots<Value extends object> implements Iterable<Value> {
  readonly #values: (Value | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#values.length - this.#free.length;
  }

  /** Returns the place, for `remove`. */
  add(value: Value): number {
    const place = this.#free.pop() ?? this.#values.length;
    this.#values[place] = value;
    return place;
  }

  /** Does nothing for a value that was removed before. */
  remove(place: number, value: Value): void {
    if (this.#values[place] !== value) return;
    this.#values[place] = undefined;
    this.#free.push(place);
  }

  *[Symbol.iterator](): Generator<Value> {
    for (const value of this.#values) if (value) yield value;
  }
}
