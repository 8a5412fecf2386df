const firstLength = 1024;

/** Counts by number, 0 until they are set. A `Map` of ten million entries would take ten times the memory. */
export class GrowingArray {
  #values = new Uint32Array(firstLength);

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    while (index >= this.#values.length) {
      const longer = new Uint32Array(this.#values.length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[index] = value;
  }
}
