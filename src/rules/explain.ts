import type { FieldCatalog, RuleEvent } from './fields/field.ts';
import { compileCondition } from './language/compile/compile-condition.ts';
import type { Expression } from './language/expression.ts';
import { explainCondition, type ExplainedPart } from './explain-condition.ts';
import type { LoadResult } from './load/load-rules.ts';
import type { LoadedRule } from './load/loaded-rule.ts';

/** Why a rule makes an alert of an event, or does not. */
export interface RuleExplanation {
  readonly rule: string;
  readonly outcome: RuleOutcome;
  /** The condition of the rule without its exceptions; none where the event is of another source. */
  readonly condition?: ExplainedPart;
  /** Those with values, in their order. One that holds suppresses the rule. */
  readonly exceptions: readonly ExplainedException[];
  /** The rules before it that match, too; with `rule_matching: first` the first of them has the alert. */
  readonly earlier: readonly string[];
}

/**
 * - `alert`: the event makes an alert.
 * - `condition`: the condition is false.
 * - `exception`: the condition is true, and an exception holds.
 * - `earlier-rule`: all is true, and a rule before this one has the alert.
 * - `disabled`: all is true, and the rule is not enabled.
 * - `other-source`: the rule is for events of another source.
 */
export type RuleOutcome = 'alert' | 'condition' | 'exception' | 'earlier-rule' | 'disabled' | 'other-source';

export interface ExplainedException {
  readonly name: string;
  readonly holds: boolean;
  readonly condition: ExplainedPart;
}

export interface ExplainOptions {
  readonly catalogs: ReadonlyMap<string, FieldCatalog>;
  /** Falco's `rule_matching`. */
  readonly ruleMatching: 'first' | 'all';
}

/** Says what became of a rule with an event; `undefined` for a rule that is not loaded. */
export function explainRule(
  name: string,
  event: RuleEvent,
  { rules, compiled }: Pick<LoadResult, 'rules' | 'compiled'>,
  options: ExplainOptions,
): RuleExplanation | undefined {
  const place = rules.findIndex((rule) => rule.name === name);
  const rule = rules[place];
  if (rule === undefined) return undefined;
  const catalog = options.catalogs.get(rule.source);
  if (rule.source !== event.source || catalog === undefined) {
    return { rule: name, outcome: 'other-source', exceptions: [], earlier: [] };
  }
  const macroNames = new Map([...compiled.macros].map(([macro, expression]) => [expression, macro]));
  const explain = (expression: Expression) => explainCondition(expression, { event, catalog, macroNames });
  const { own, exceptions } = partsOfRule(rule);
  const condition = explain(own);
  const explained = exceptions.map((exception) => {
    const part = explain(exception.condition);
    return { name: exception.name, holds: part.holds, condition: part };
  });
  const earlier = rules
    .slice(0, place)
    .filter((other) => other.source === rule.source && other.isEnabled)
    .filter((other) => compileCondition(other.condition, catalog).matches(event))
    .map((other) => other.name);
  const outcome = outcomeOf(rule, condition, explained, options.ruleMatching === 'first' ? earlier : []);
  return { rule: name, outcome, condition, exceptions: explained, earlier };
}

function outcomeOf(
  rule: LoadedRule,
  condition: ExplainedPart,
  exceptions: readonly ExplainedException[],
  winners: readonly string[],
): RuleOutcome {
  if (!condition.holds) return 'condition';
  if (exceptions.some(({ holds }) => holds)) return 'exception';
  if (!rule.isEnabled) return 'disabled';
  return winners.length > 0 ? 'earlier-rule' : 'alert';
}

interface RuleParts {
  readonly own: Expression;
  readonly exceptions: readonly { readonly name: string; readonly condition: Expression }[];
}

/**
 * Loading writes exceptions behind the condition: `(condition) and not (first) and not (second)`. Where odd values make something
 * else of that, all of it counts as the condition.
 */
function partsOfRule({ condition, definition }: LoadedRule): RuleParts {
  const names = definition.exceptions.filter(({ values }) => values.length > 0).map(({ name }) => name);
  if (names.length === 0 || condition.kind !== 'and') return { own: condition, exceptions: [] };
  const [own, ...excluded] = condition.children;
  const exceptions = excluded.flatMap((part, index) => {
    const name = names[index];
    return part.kind === 'not' && name !== undefined ? [{ name, condition: part.child }] : [];
  });
  const isAsWritten = exceptions.length === names.length && excluded.length === names.length;
  return own !== undefined && isAsWritten ? { own, exceptions } : { own: condition, exceptions: [] };
}
