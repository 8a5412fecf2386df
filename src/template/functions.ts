import type { Budget } from './budget.ts';
import { equals, equalsAny, isLess } from './comparison.ts';
import { index, length, slice } from './element.ts';
import { escapeHtml, escapeJs, escapeUrlQuery } from './escape.ts';
import { print, printf, println } from './format.ts';
import { fail } from './template-error.ts';
import { isTrue, typeName, type TemplateValue } from './value.ts';

/** The functions of `text/template`. `and` and `or` are not here: they do not evaluate all of their arguments. */

interface TemplateFunction {
  readonly minimum: number;
  readonly maximum: number;
  readonly call: (values: readonly TemplateValue[], budget: Budget) => TemplateValue;
}

export const functions: ReadonlyMap<string, TemplateFunction> = new Map([
  ['call', atLeast(1, ([callee]) => fail(`non-function of type ${typeName(callee)}`))],
  ['html', atLeast(0, (values, budget) => escapeHtml(text(values, budget)))],
  ['js', atLeast(0, (values, budget) => escapeJs(text(values, budget)))],
  ['urlquery', atLeast(0, (values, budget) => escapeUrlQuery(text(values, budget)))],
  ['print', atLeast(0, print)],
  ['println', atLeast(0, println)],
  ['printf', atLeast(1, ([format, ...values], budget) => printf(formatText(format), values, budget))],
  ['index', atLeast(1, ([item, ...keys]) => index(item, keys))],
  ['slice', atLeast(1, ([item, ...positions], budget) => slice(item, positions, budget))],
  ['len', exactly(1, ([item], budget) => length(item, budget))],
  ['not', exactly(1, ([value]) => !isTrue(value))],
  ['eq', atLeast(1, ([first, ...others]) => equalsAny(first, others))],
  ['ne', exactly(2, ([a, b]) => !equals(a, b))],
  ['lt', exactly(2, ([a, b]) => isLess(a, b))],
  ['le', exactly(2, ([a, b]) => isLess(a, b) || equals(a, b))],
  ['gt', exactly(2, ([a, b]) => !isLess(a, b) && !equals(a, b))],
  ['ge', exactly(2, ([a, b]) => !isLess(a, b))],
]);

export const functionNames: ReadonlySet<string> = new Set([...functions.keys(), 'and', 'or']);

function atLeast(minimum: number, call: TemplateFunction['call']): TemplateFunction {
  return { minimum, maximum: Infinity, call };
}

function exactly(count: number, call: TemplateFunction['call']): TemplateFunction {
  return { minimum: count, maximum: count, call };
}

/** What the escaping functions escape: their arguments, printed together. Unlike `print` they say "no value". */
function text(values: readonly TemplateValue[], budget: Budget): string {
  return print(
    values.map((value) => value ?? '<no value>'),
    budget,
  );
}

function formatText(format: TemplateValue): string {
  if (typeof format === 'string') return format;
  if (format === undefined) return fail('invalid value; expected string');
  return fail(`wrong type for value; expected string; got ${typeName(format)}`);
}
