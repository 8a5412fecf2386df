import type { FalcoAlert } from '#alert/falco-json.ts';
import { isRawNumber, numberText, type Json } from '#kit/json.ts';
import { nearest } from '#kit/nearest.ts';
import { decisiveChecks } from '../explain-condition.ts';
import { checkText, outcomeText } from '../explain-text.ts';
import { explainRule, type ExplainOptions, type RuleExplanation } from '../explain.ts';
import type { RuleEvent } from '../fields/field.ts';
import { eventsOf } from '../fields/events-of.ts';
import type { SourceSplitter } from '../fields/split-source.ts';
import type { LoadResult } from '../load/load-rules.ts';
import type { RuleSet } from '../rule-set.ts';
import type { ExpectedAlert, ExpectedValue, RuleTest } from './rule-test.ts';

export interface RuleTestOutcome {
  readonly test: RuleTest;
  /** An expectation that is not met fails; a test that cannot be made is an error. */
  readonly status: 'passed' | 'failed' | 'error';
  readonly problems: readonly RuleTestProblem[];
  readonly durationMs: number;
}

export interface RuleTestProblem {
  readonly message: string;
  /** Why that is so, a line each. */
  readonly details: readonly string[];
}

export interface RuleTestContext extends ExplainOptions {
  readonly loaded: Pick<LoadResult, 'rules' | 'compiled'>;
  /** Takes events of the source out of texts. */
  readonly splitter: SourceSplitter;
  /** The same rules with the same matching. */
  readonly ruleSet: RuleSet;
  /** The events of a file that a test names. Throws an error for people. */
  readonly readEvents: (file: string) => readonly RuleEvent[];
  readonly nowMs: () => number;
}

/** Evaluates the events of a test, and compares what they make with what was expected. */
export function runRuleTest(test: RuleTest, context: RuleTestContext): RuleTestOutcome {
  const startedMs = context.nowMs();
  const outcome = (status: RuleTestOutcome['status'], problems: readonly RuleTestProblem[]): RuleTestOutcome => {
    return { test, status, problems, durationMs: context.nowMs() - startedMs };
  };
  try {
    for (const { rule } of test.expected) checkName(rule, context);
    const events =
      'json' in test.event
        ? eventsOf(test.event.json, 'the test', context.splitter)
        : context.readEvents(test.event.file);
    const alerts = events.flatMap((event) => context.ruleSet.detect(event));
    const problems = compare(test.expected, alerts, events, context);
    return outcome(problems.length === 0 ? 'passed' : 'failed', problems);
  } catch (error) {
    return outcome('error', [{ message: error instanceof Error ? error.message : String(error), details: [] }]);
  }
}

function checkName(rule: string, { loaded }: RuleTestContext): void {
  const names = loaded.rules.map(({ name }) => name);
  if (names.includes(rule)) return;
  const meant = nearest(rule, names);
  const question = meant === undefined ? '' : ` Did you mean ${JSON.stringify(meant)}?`;
  throw new Error(`There is no rule ${JSON.stringify(rule)} among those that are tested.${question}`);
}

function compare(
  expected: readonly ExpectedAlert[],
  alerts: readonly FalcoAlert[],
  events: readonly RuleEvent[],
  context: RuleTestContext,
): readonly RuleTestProblem[] {
  const left = [...alerts];
  const problems: RuleTestProblem[] = [];
  for (const wanted of expected) {
    const same = left.filter(({ rule }) => rule === wanted.rule);
    const alert = same.find((candidate) => fieldProblems(wanted, candidate).length === 0) ?? same[0];
    if (alert === undefined) {
      const message = `${JSON.stringify(wanted.rule)} was expected, but ${firedText(alerts)}.`;
      problems.push({ message, details: whyNot(wanted.rule, events, context) });
    } else {
      left.splice(left.indexOf(alert), 1);
      problems.push(...fieldProblems(wanted, alert));
    }
  }
  const unexpected = left.map(({ rule, output }) => ({
    message: `${JSON.stringify(rule)} fired, which was not expected.`,
    details: [output],
  }));
  return [...problems, ...unexpected];
}

function firedText(alerts: readonly FalcoAlert[]): string {
  const names = [...new Set(alerts.map(({ rule }) => JSON.stringify(rule)))];
  return names.length === 0 ? 'nothing fired' : `${names.join(' and ')} fired`;
}

const maxReasons = 5;

/** Of several events that which is nearest to the rule. */
function whyNot(rule: string, events: readonly RuleEvent[], context: RuleTestContext): readonly string[] {
  const reasons = events.flatMap((event) => {
    const explanation = explainRule(rule, event, context.loaded, context);
    return explanation === undefined ? [] : [reasonsOf(explanation)];
  });
  const [best = []] = reasons.toSorted((one, other) => one.length - other.length);
  const more = best.length - maxReasons - 1;
  return more > 0 ? [...best.slice(0, maxReasons + 1), `and ${more} more`] : best;
}

function reasonsOf(explanation: RuleExplanation): readonly string[] {
  const { outcome, condition, exceptions, rule } = explanation;
  const exceptional = exceptions.filter(({ holds }) => holds).map((exception) => exception.condition);
  const parts = outcome === 'exception' ? exceptional : [condition].flatMap((part) => part ?? []);
  const checks = outcome === 'exception' || outcome === 'condition' ? parts.flatMap(decisiveChecks) : [];
  return [`${rule}: ${outcomeText(explanation)}`, ...checks.map(checkText)];
}

function fieldProblems({ rule, fields }: ExpectedAlert, { outputFields }: FalcoAlert): readonly RuleTestProblem[] {
  return [...fields].flatMap(([name, wanted]) => {
    const value = outputFields[name];
    if (value === undefined) {
      const message = `The alert of ${JSON.stringify(rule)} has no field ${JSON.stringify(name)}.`;
      return [{ message, details: [`It has ${Object.keys(outputFields).join(', ')}`] }];
    }
    const actual = expectable(value);
    if (JSON.stringify(actual) === JSON.stringify(wanted)) return [];
    const message = `${JSON.stringify(rule)} has ${name} ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}.`;
    return [{ message, details: [] }];
  });
}

/** A value as tests write it. */
function expectable(value: Json): ExpectedValue {
  if (value === null) return null;
  return Array.isArray(value) ? value.map(textOf) : textOf(value);
}

function textOf(value: Json): string {
  if (typeof value === 'number' || isRawNumber(value)) return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
