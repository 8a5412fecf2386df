import type { FalcoAlert } from '#alert/falco-json.ts';

/** What a change of rules makes of one rule's alerts. */
export interface RuleDifference {
  readonly rule: string;
  /** Alerts that only the new rules make, only the old ones, and both. */
  readonly gained: number;
  readonly lost: number;
  readonly kept: number;
  /** How many of those that both make say something else, or are of another priority. */
  readonly changed: number;
  readonly examples: readonly DetectionExample[];
}

export interface DetectionExample {
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly output: string;
  /** What the rule said before. */
  readonly before?: string;
  /** Rules that have the event in its place: of a lost alert the new ones, of a gained alert the old ones. */
  readonly instead: readonly string[];
}

interface Tally {
  gained: number;
  lost: number;
  kept: number;
  changed: number;
  readonly examples: DetectionExample[];
}

/** Counts what two sets of rules make of the same events. */
export class DetectionComparison {
  readonly #maxExamples: number;
  readonly #tallies = new Map<string, Tally>();

  /** @param maxExamples of each kind and rule */
  constructor(maxExamples: number) {
    this.#maxExamples = maxExamples;
  }

  /** The alerts of one event. */
  add(before: readonly FalcoAlert[], after: readonly FalcoAlert[]): void {
    for (const alert of before) {
      const same = after.find(({ rule }) => rule === alert.rule);
      if (same === undefined) this.#lost(alert, after);
      else this.#kept(alert, same);
    }
    for (const alert of after) {
      if (!before.some(({ rule }) => rule === alert.rule)) this.#gained(alert, before);
    }
  }

  /** Those with the most differences first. */
  differences(): readonly RuleDifference[] {
    const all = [...this.#tallies].map(([rule, tally]) => ({ rule, ...tally }));
    return all.toSorted((one, other) => weight(other) - weight(one) || (one.rule < other.rule ? -1 : 1));
  }

  #lost({ rule, output }: FalcoAlert, after: readonly FalcoAlert[]): void {
    const tally = this.#tally(rule);
    tally.lost++;
    const gained = after.map((alert) => alert.rule);
    this.#example(tally, { kind: 'lost', output, instead: gained });
  }

  #gained({ rule, output }: FalcoAlert, before: readonly FalcoAlert[]): void {
    const tally = this.#tally(rule);
    tally.gained++;
    this.#example(tally, { kind: 'gained', output, instead: before.map((alert) => alert.rule) });
  }

  #kept(before: FalcoAlert, after: FalcoAlert): void {
    const tally = this.#tally(before.rule);
    tally.kept++;
    if (before.output === after.output && before.priority === after.priority) return;
    tally.changed++;
    this.#example(tally, { kind: 'changed', output: after.output, before: before.output, instead: [] });
  }

  #example(tally: Tally, example: DetectionExample): void {
    const known = tally.examples.filter(({ kind }) => kind === example.kind);
    if (known.length < this.#maxExamples) tally.examples.push(example);
  }

  #tally(rule: string): Tally {
    const known = this.#tallies.get(rule);
    if (known !== undefined) return known;
    const tally: Tally = { gained: 0, lost: 0, kept: 0, changed: 0, examples: [] };
    this.#tallies.set(rule, tally);
    return tally;
  }
}

function weight({ gained, lost, changed }: Omit<Tally, 'examples'>): number {
  return gained + lost + changed;
}
