import { explainRule, type RuleExplanation } from './explain.ts';
import { readTrialEvent, TrialError, type TrialEvent } from './trial-event.ts';
import type { JsonSourceSettings } from './fields/json-sources.ts';
import { compileCondition } from './language/compile/compile-condition.ts';
import { checkText } from './load/check-text.ts';
import type { LoadedRule, LoadOptions } from './load/loaded-rule.ts';
import { loadRules, type LoadResult, type RulesFile } from './load/load-rules.ts';
import { createRuleSet, type RuleSetSettings } from './rule-set.ts';

export interface TrialRequest extends TrialEvent {
  /** Rules in a file of their own, which is loaded after all others. */
  readonly rules?: string;
  /** The rules whose condition is told part by part; those of `rules` if absent. */
  readonly explain?: readonly string[];
}

/** The rules there are, and what they are loaded and evaluated with. */
export interface TrialParts {
  readonly files: readonly RulesFile[];
  readonly loading: LoadOptions;
  readonly settings: RuleSetSettings;
  readonly sources: JsonSourceSettings;
}

/** What rules make of an event. */
export interface Trial {
  readonly source: string;
  /** How many events the text has, of which one was tried. */
  readonly events: number;
  /** Of the rules for that source, in their order. */
  readonly outcomes: readonly TrialOutcome[];
  /** How many rules are for other sources. */
  readonly foreign: number;
  readonly explanations: readonly RuleExplanation[];
}

export interface TrialOutcome {
  readonly rule: LoadedRule;
  /** It came with the request. */
  readonly isNew: boolean;
  /** `none`: its condition is false, or an exception holds; see the explanation. */
  readonly outcome: 'alert' | 'earlier-rule' | 'disabled' | 'none';
  /** What the alert says. */
  readonly output?: string;
}

/** The name that the rules of a request have in messages. */
const requestFile = 'your rules';
const mostExplained = 20;

/**
 * Tries rules on an event. Nothing is kept, and nobody is told.
 * @throws TrialError where the event is none, the rules do not load, or one that is asked for is not there
 */
export function tryRules(request: TrialRequest, parts: TrialParts, nowNs: bigint): Trial {
  const { settings, sources } = parts;
  const { event, events } = readTrialEvent(request, sources, nowNs);
  const loaded = load(request, parts);
  const added = new Set(request.rules === undefined ? [] : namesBeyond(loaded, loadRules(parts.files, parts.loading)));
  const own = loaded.rules.filter(({ source }) => source === event.source);
  const catalog = settings.catalogs.get(event.source);
  const alerts = new Map(
    createRuleSet(loaded.rules, settings)
      .detect(event)
      .map((alert) => [alert.rule, alert]),
  );
  const outcomes = own.map((rule): TrialOutcome => {
    const output = alerts.get(rule.name)?.output;
    const common = { rule, isNew: added.has(rule.name) };
    if (output !== undefined) return { ...common, outcome: 'alert', output };
    const holds = catalog !== undefined && compileCondition(rule.condition, catalog).matches(event);
    if (!holds) return { ...common, outcome: 'none' };
    return { ...common, outcome: rule.isEnabled ? 'earlier-rule' : 'disabled' };
  });
  const explain = request.explain ?? [...added].slice(0, mostExplained);
  return {
    source: event.source,
    events,
    outcomes,
    foreign: loaded.rules.length - own.length,
    explanations: explain.map((name) => explained(name, explainRule(name, event, loaded, settings))),
  };
}

function load({ rules }: TrialRequest, { files, loading }: TrialParts): LoadResult {
  const texts = rules === undefined ? files : [...files, { name: requestFile, text: rules }];
  const loaded = loadRules(texts, loading);
  const failed = loaded.results.find(({ isSuccessful }) => !isSuccessful);
  if (failed) throw new TrialError('rules', checkText(failed, loaded.contents).trimEnd());
  return loaded;
}

/** Rules that are new, or are others than before. */
function namesBeyond(loaded: LoadResult, before: LoadResult): readonly string[] {
  const known = new Map(before.rules.map((rule) => [rule.name, rule.conditionText]));
  return loaded.rules.filter(({ name, conditionText }) => known.get(name) !== conditionText).map(({ name }) => name);
}

function explained(name: string, explanation: RuleExplanation | undefined): RuleExplanation {
  if (explanation) return explanation;
  throw new TrialError('rules', `There is no rule ${JSON.stringify(name)}: the page may be older than the rules`);
}
