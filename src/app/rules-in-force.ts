import type { Clock } from '#kit/clock.ts';
import { RuleTime } from '#rules/cost/rule-time.ts';
import type { RuleSet } from '#rules/rule-set.ts';
import type { Configuration, RuleSurroundings } from '#config/configuration.ts';
import { ruleSurroundings } from './rule-surroundings.ts';

/** The rules that events are evaluated on, which those of another configuration take the place of, and what they cost. */
export class RulesInForce {
  readonly machine: RuleSurroundings;
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #time: RuleTime;
  #maxSeries: number;
  #set: RuleSet | undefined;

  constructor(configuration: Configuration, clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.machine = ruleSurroundings(() => clock.now());
    this.#maxSeries = configuration.metrics.maxSeries;
    this.#time = new RuleTime(() => this.#maxSeries);
    this.#set = this.#compile(configuration);
  }

  /** `undefined` where there are no rules. */
  get set(): RuleSet | undefined {
    return this.#set;
  }

  replace(configuration: Configuration): void {
    const set = this.#compile(configuration);
    this.#time.keep(this.#set?.costs() ?? []);
    this.#set = set;
    this.#maxSeries = configuration.metrics.maxSeries;
  }

  /** What each rule took since the start, as some events tell. */
  seconds(): ReadonlyMap<string, number> {
    return this.#time.seconds(this.#set?.costs() ?? []);
  }

  #compile({ rules }: Configuration): RuleSet | undefined {
    return rules?.compile(this.machine, () => this.#clock.monotonic());
  }
}
