import type { FieldCatalog, RuleEvent } from '../fields/field.ts';
import { createRuleSetEvaluator, type EvaluationProbe } from '../language/evaluate/rule-set-evaluator.ts';
import type { LoadedRule } from '../load/loaded-rule.ts';
import { attackMatrix, type TacticCoverage } from './attack-matrix.ts';
import { FieldPresences, type FieldPresence } from './field-presence.ts';
import { impliedRules, impossibleRules } from './implied-rules.ts';

/** What rules of a source did with the events of a log. */
export interface CoverageReport {
  readonly events: number;
  readonly rules: readonly RuleUse[];
  readonly fields: readonly FieldPresence[];
  readonly matrix: readonly TacticCoverage[];
}

export interface RuleUse {
  readonly rule: string;
  readonly tags: readonly string[];
  /** Events that the rule matches, and those that it would make an alert of: with `rule_matching: first` there may be fewer. */
  readonly matches: number;
  readonly alerts: number;
  /** Rules before it that had events which it matches, those with the most first. */
  readonly hiddenBy: readonly { readonly rule: string; readonly events: number }[];
  /** Whether it asks for what no event can have. */
  readonly isImpossible: boolean;
  /** The rule before it that matches all that this one does, whatever the events. */
  readonly alwaysHiddenBy?: string;
  /** Events that the index left it to be asked for. */
  readonly candidates: number;
  /** How often it was evaluated, and how long that took in all. */
  readonly evaluations: number;
  readonly durationMs: number;
}

export interface CoverageSettings {
  readonly catalog: FieldCatalog;
  readonly ruleMatching: 'first' | 'all';
  readonly nowMs: () => number;
}

/** Counts what rules do with events. */
export class RuleCoverage {
  readonly #rules: readonly LoadedRule[];
  readonly #settings: CoverageSettings;
  readonly #matches: number[];
  readonly #alerts: number[];
  readonly #hidden = new Map<number, Map<number, number>>();
  readonly #candidates: Costs;
  readonly #costs: Costs;
  readonly #evaluateAll: (event: RuleEvent) => readonly number[];
  readonly #evaluate: (event: RuleEvent) => readonly number[];
  readonly #fields: FieldPresences;
  #events = 0;

  /** @param rules enabled rules of one source, in their order */
  constructor(rules: readonly LoadedRule[], settings: CoverageSettings) {
    const { catalog, ruleMatching, nowMs } = settings;
    this.#rules = rules;
    this.#settings = settings;
    this.#matches = rules.map(() => 0);
    this.#alerts = rules.map(() => 0);
    this.#candidates = new Costs(rules.length, nowMs);
    this.#costs = new Costs(rules.length, nowMs);
    const conditions = this.#conditions();
    this.#evaluateAll = createRuleSetEvaluator(conditions, catalog, { ruleMatching: 'all', probe: this.#candidates });
    this.#evaluate = createRuleSetEvaluator(conditions, catalog, { ruleMatching, probe: this.#costs });
    this.#fields = new FieldPresences(rules, catalog);
  }

  add(event: RuleEvent): void {
    this.#events++;
    this.#settings.catalog.observe?.(event);
    this.#fields.add(event);
    for (const rule of this.#evaluate(event)) increase(this.#alerts, rule);
    const matching = this.#evaluateAll(event);
    for (const rule of matching) increase(this.#matches, rule);
    const [winner, ...others] = matching;
    if (winner === undefined || this.#settings.ruleMatching === 'all') return;
    for (const rule of others) this.#hide(rule, winner);
  }

  report(): CoverageReport {
    const implied = this.#settings.ruleMatching === 'all' ? [] : this.#implied();
    const always = new Map(implied.map(({ rule, by }) => [rule, by]));
    const impossible = new Set(impossibleRules(this.#conditions(), this.#settings.catalog));
    const rules = this.#rules.map((rule, place) => {
      return this.#use(rule, place, { alwaysBy: always.get(place), isImpossible: impossible.has(place) });
    });
    return { events: this.#events, rules, fields: this.#fields.presences(), matrix: attackMatrix(rules) };
  }

  #implied() {
    return impliedRules(this.#conditions(), this.#settings.catalog);
  }

  #conditions() {
    return this.#rules.map(({ condition }) => condition);
  }

  #use({ name, tags }: LoadedRule, place: number, { alwaysBy, isImpossible }: SeenRule): RuleUse {
    const hiddenBy = [...(this.#hidden.get(place) ?? [])].map(([by, events]) => ({ rule: this.#nameOf(by), events }));
    return {
      rule: name,
      tags,
      matches: this.#matches[place] ?? 0,
      alerts: this.#alerts[place] ?? 0,
      hiddenBy: hiddenBy.toSorted((left, right) => right.events - left.events),
      isImpossible,
      ...(alwaysBy !== undefined && { alwaysHiddenBy: this.#nameOf(alwaysBy) }),
      candidates: this.#candidates.evaluations[place] ?? 0,
      evaluations: this.#costs.evaluations[place] ?? 0,
      durationMs: this.#costs.durationsMs[place] ?? 0,
    };
  }

  #hide(rule: number, by: number): void {
    const hidden = this.#hidden.get(rule) ?? new Map<number, number>();
    this.#hidden.set(rule, hidden);
    hidden.set(by, (hidden.get(by) ?? 0) + 1);
  }

  #nameOf(place: number): string {
    return this.#rules[place]?.name ?? '';
  }
}

/** What can be seen of a rule without any event. */
interface SeenRule {
  readonly alwaysBy: number | undefined;
  readonly isImpossible: boolean;
}

class Costs implements EvaluationProbe {
  readonly nowMs: () => number;
  readonly evaluations: number[];
  readonly durationsMs: number[];

  constructor(rules: number, nowMs: () => number) {
    this.nowMs = nowMs;
    this.evaluations = Array.from({ length: rules }, () => 0);
    this.durationsMs = Array.from({ length: rules }, () => 0);
  }

  evaluated(rule: number, durationMs: number): void {
    increase(this.evaluations, rule);
    this.durationsMs[rule] = (this.durationsMs[rule] ?? 0) + durationMs;
  }
}

function increase(counts: number[], place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}
