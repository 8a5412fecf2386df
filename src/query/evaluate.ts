import { isAtLeast, parsePriority, type Priority } from '#alert/priority.ts';
import type { Comparison, Query } from './query.ts';

/** What a query is asked of: an alert, or something that is known of many alerts. */
export interface Subject {
  /** The values of a field as text, none where it has none. `undefined` where that cannot be told from what is known. */
  values(field: string): readonly string[] | undefined;
  /** Whether the words of a term occur. `undefined` where that cannot be told. */
  contains(term: string): boolean | undefined;
}

/** Whether a query holds; `undefined` where that depends on what is not known of the subject. */
export function evaluate(query: Query, subject: Subject): boolean | undefined {
  switch (query.kind) {
    case 'everything':
      return true;
    case 'and':
      return all(query.queries, subject, false);
    case 'or':
      return all(query.queries, subject, true);
    case 'not': {
      const holds = evaluate(query.query, subject);
      return holds === undefined ? undefined : !holds;
    }
    case 'comparison':
      return compare(query, subject);
    case 'text':
      return subject.contains(query.text);
  }
}

/** `and` is decided by one part that does not hold, `or` by one that does. */
function all(queries: readonly Query[], subject: Subject, deciding: boolean): boolean | undefined {
  let isKnown = true;
  for (const query of queries) {
    const holds = evaluate(query, subject);
    if (holds === deciding) return deciding;
    if (holds === undefined) isKnown = false;
  }
  return isKnown ? !deciding : undefined;
}

function compare(comparison: Comparison, subject: Subject): boolean | undefined {
  const values = subject.values(comparison.field);
  return values?.some((value) => value !== '' && holds(comparison, value));
}

function holds({ field, operator, value: wanted, isPattern }: Comparison, value: string): boolean {
  if (operator === '~') return value.toLowerCase().includes(wanted.toLowerCase());
  if (operator === ':') {
    return isPattern ? matchesPattern(value.toLowerCase(), wanted.toLowerCase()) : isSame(value, wanted);
  }
  if (field === 'priority') return comparePriorities(operator, parsePriority(value), parsePriority(wanted));
  const [left, right] = field === 'time' ? [Date.parse(value), Date.parse(wanted)] : [Number(value), Number(wanted)];
  return ordered(operator, left, right);
}

function isSame(value: string, wanted: string): boolean {
  return value === wanted || (value.length === wanted.length && value.toLowerCase() === wanted.toLowerCase());
}

function comparePriorities(operator: string, left: Priority | undefined, right: Priority | undefined): boolean {
  if (!left || !right) return false;
  if (operator === '>=') return isAtLeast(left, right);
  if (operator === '<=') return isAtLeast(right, left);
  return operator === '>' ? !isAtLeast(right, left) : !isAtLeast(left, right);
}

/** What is not a number is in no order with anything. */
function ordered(operator: string, left: number, right: number): boolean {
  if (operator === '>=') return left >= right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left < right;
}

/** In time that grows with the lengths alone: each part is looked for once, from where the one before it ended. */
export function matchesPattern(value: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Terms that must occur in everything the query finds: what an index of words can be asked. */
export function requiredTerms(query: Query): readonly string[] {
  if (query.kind === 'and') return query.queries.flatMap(requiredTerms);
  if (query.kind === 'text') return [query.text];
  return query.kind === 'comparison' && isInText(query) ? [query.value] : [];
}

/** The values of output fields are among the words that are indexed. */
function isInText({ field, operator, isPattern }: Comparison): boolean {
  return operator === ':' && !isPattern && field.includes('.');
}
