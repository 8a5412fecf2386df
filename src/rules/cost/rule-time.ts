import type { RuleCost } from './rule-costs.ts';

/** Rules beyond those that are named. */
const others = 'other';

/** How long rules took since the start: sets of rules take the place of others, and what they took is not forgotten. */
export class RuleTime {
  readonly #maxRules: () => number;
  readonly #beforeMs = new Map<string, number>();
  readonly #named = new Set<string>();

  /** @param maxRules how many rules have a name; further ones are counted together as `other` */
  constructor(maxRules: () => number) {
    this.#maxRules = maxRules;
  }

  /** These rules are evaluated no more. */
  keep(costs: readonly RuleCost[]): void {
    for (const { rule, totalMs } of costs) add(this.#beforeMs, this.#nameOf(rule), totalMs);
  }

  /** By rule, in seconds, with those that are evaluated now. */
  seconds(costs: readonly RuleCost[]): ReadonlyMap<string, number> {
    const totals = new Map(this.#beforeMs);
    for (const { rule, totalMs, samples } of costs) if (samples > 0) add(totals, this.#nameOf(rule), totalMs);
    return new Map([...totals].map(([rule, ms]) => [rule, ms / 1000]));
  }

  #nameOf(rule: string): string {
    if (this.#named.size < this.#maxRules()) this.#named.add(rule);
    return this.#named.has(rule) ? rule : others;
  }
}

function add(totals: Map<string, number>, rule: string, ms: number): void {
  totals.set(rule, (totals.get(rule) ?? 0) + ms);
}
