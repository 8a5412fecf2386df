import type { Dice } from '#kit/testing/dice.ts';

/** How likely things go wrong now; it changes from time to time. */
export class Weather {
  readonly #dice: Dice;
  /** At the end everything works. */
  isCalm = false;
  diskFailures = 0;
  databaseFailures = 0;
  readonly #outages = new Set<string>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  change(outputs: readonly string[]): void {
    this.diskFailures = this.#dice.pick([0, 0, 0, 0.05, 0.5, 0.9, 1]);
    this.databaseFailures = this.#dice.pick([0, 0, 0, 0.05, 0.5, 0.9, 1]);
    this.#outages.clear();
    for (const output of outputs) if (this.#dice.chance(0.3)) this.#outages.add(output);
  }

  calm(): void {
    this.isCalm = true;
    this.diskFailures = 0;
    this.databaseFailures = 0;
    this.#outages.clear();
  }

  /** How likely an output does anything but accept. */
  failures(output: string): number {
    if (this.isCalm) return 0;
    return this.#outages.has(output) ? 0.95 : 0.15;
  }
}
