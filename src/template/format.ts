import type { Budget } from './budget.ts';
import { FormatReader } from './format-reader.ts';
import { ValueFormat } from './format-value.ts';
import { noFlags } from './printf-flags.ts';
import { isJsonNumber, numberText, typeName, type TemplateValue } from './value.ts';

/** Go's `fmt.Sprint`, `Sprintln` and `Sprintf`. */

/** A value as an action prints it. */
export function shown(value: TemplateValue, budget: Budget): string {
  return value === undefined || value === null ? '<no value>' : plain(value, budget);
}

/** Puts a space between two values when neither is a string. */
export function print(values: readonly TemplateValue[], budget: Budget): string {
  let text = '';
  let isAfterText = true;
  for (const value of values) {
    const isText = typeof value === 'string' || isJsonNumber(value);
    if (!isText && !isAfterText) text += ' ';
    text += plain(value, budget);
    isAfterText = isText;
  }
  return budget.text(text);
}

export function println(values: readonly TemplateValue[], budget: Budget): string {
  return budget.text(`${values.map((value) => plain(value, budget)).join(' ')}\n`);
}

export function printf(format: string, values: readonly TemplateValue[], budget: Budget): string {
  const reader = new FormatReader(format, values);
  let text = '';
  for (;;) {
    text = budget.text(text + reader.text());
    if (reader.isAtEnd) break;
    const directive = reader.directive();
    text += directive.text;
    if (directive.verb !== undefined) {
      text += new ValueFormat(directive.verb, directive.flags, budget).argument(directive.value);
    }
  }
  return budget.text(text + extra(reader.unused, budget));
}

function extra(values: readonly TemplateValue[], budget: Budget): string {
  if (values.length === 0) return '';
  const shownValues = values.map((value) =>
    value === undefined || value === null ? '<nil>' : `${typeName(value)}=${plain(value, budget)}`,
  );
  return `%!(EXTRA ${shownValues.join(', ')})`;
}

/** Go's `%v`. The commonest kinds need no formatting. */
function plain(value: TemplateValue, budget: Budget): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (isJsonNumber(value)) return numberText(value);
  return new ValueFormat('v', noFlags(), budget).argument(value);
}
