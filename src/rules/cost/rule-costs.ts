import type { FieldCatalog, RuleEvent } from '../fields/field.ts';
import { compileCondition, type Matcher } from '../language/compile/compile-condition.ts';
import type { RuleSetEvaluation } from '../language/evaluate/rule-set-evaluator.ts';
import type { LoadedRule } from '../load/loaded-rule.ts';
import { Sampling } from './sampling.ts';

/** What a rule costs, since it was loaded. */
export interface RuleCost {
  readonly rule: string;
  readonly source: string;
  /** Events of its source. */
  readonly events: number;
  /** How many of them were measured. */
  readonly samples: number;
  /** Of an event of the source, also of those that the index spares the rule; 0 without samples. */
  readonly meanMs: number;
  /** Of all events up to the last one that was measured, as far as those that were tell. */
  readonly totalMs: number;
}

export interface CostSettings {
  readonly catalog: FieldCatalog;
  readonly ruleMatching: 'first' | 'all';
  readonly nowMs: () => number;
}

/**
 * Finds out what each rule of a source costs: on a few events, each rule that is looked at is evaluated once more by itself, as
 * if there were no other, and timed.
 */
export class RuleCosts {
  readonly #rules: readonly LoadedRule[];
  readonly #settings: CostSettings;
  readonly #matchers = new Map<number, Matcher>();
  readonly #sampling = new Sampling();
  readonly #totalsMs: Float64Array;
  #samples = 0;
  #covered = 0;

  /** @param rules enabled rules of one source, in their order */
  constructor(rules: readonly LoadedRule[], settings: CostSettings) {
    this.#rules = rules;
    this.#settings = settings;
    this.#totalsMs = new Float64Array(rules.length);
  }

  /** Evaluates the rules on an event, and measures it when it is its turn. */
  evaluate(event: RuleEvent, { evaluate, candidates }: RuleSetEvaluation): readonly number[] {
    if (!this.#sampling.isNext()) return evaluate(event);
    const { nowMs } = this.#settings;
    const startedMs = nowMs();
    const matches = evaluate(event);
    const evaluationMs = nowMs() - startedMs;
    const looked = lookedAt(candidates(), matches, this.#settings.ruleMatching);
    // Compiled once for all times, which is no part of what measuring takes from now on.
    const matchers = looked.map((rule) => this.#matcher(rule));
    const beforeMs = nowMs();
    for (const [index, matcher] of matchers.entries()) this.#add(looked[index], timed(matcher, event, nowMs));
    this.#samples++;
    this.#covered += this.#sampling.stoodFor;
    this.#sampling.measured(evaluationMs, nowMs() - beforeMs);
    return matches;
  }

  costs(): readonly RuleCost[] {
    const events = this.#covered + this.#sampling.waiting;
    return this.#rules.map(({ name, source }, place) => {
      const totalMs = this.#totalsMs[place] ?? 0;
      const meanMs = this.#covered === 0 ? 0 : totalMs / this.#covered;
      return { rule: name, source, events, samples: this.#samples, meanMs, totalMs };
    });
  }

  #add(rule: number | undefined, durationMs: number): void {
    if (rule !== undefined) this.#totalsMs[rule] = (this.#totalsMs[rule] ?? 0) + durationMs * this.#sampling.stoodFor;
  }

  #matcher(rule: number): Matcher {
    const known = this.#matchers.get(rule);
    if (known) return known;
    const condition = this.#rules[rule]?.condition;
    const matcher = condition ? compileCondition(condition, this.#settings.catalog).matches : () => false;
    this.#matchers.set(rule, matcher);
    return matcher;
  }
}

/** With `first`, nothing is looked at behind the rule that matches. */
function lookedAt(
  candidates: readonly number[],
  [match]: readonly number[],
  ruleMatching: 'first' | 'all',
): readonly number[] {
  if (match === undefined || ruleMatching === 'all') return candidates;
  return candidates.slice(0, candidates.indexOf(match) + 1);
}

/** The lesser of two: the first finds caches cold, which it does not where every event is evaluated. */
function timed(matches: Matcher, event: RuleEvent, nowMs: () => number): number {
  const startedMs = nowMs();
  matches(event);
  const betweenMs = nowMs();
  matches(event);
  return Math.min(betweenMs - startedMs, nowMs() - betweenMs);
}
