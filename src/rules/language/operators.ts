import type { BinaryOperator, ListOperator, Modifier, NumericOperator, StringOperator } from './expression.ts';

/** In the order in which they are tried and printed: `<=` before `<`. */
export const numericOperators: readonly NumericOperator[] = ['<=', '<', '>=', '>'];

export const stringOperators: readonly StringOperator[] = [
  '==',
  '=',
  '!=',
  'glob',
  'iglob',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'regex',
];

export const listOperators: readonly ListOperator[] = ['intersects', 'in', 'pmatch'];

export const modifiers: readonly Modifier[] = ['oneof', 'anyof', 'allof'];

/** All operators, in the order in which Falco lists them. */
export const operators: readonly ('exists' | BinaryOperator)[] = [
  'exists',
  ...numericOperators,
  ...stringOperators,
  ...listOperators,
];

/** The transformers of fields, without `val`, which only marks a field on the right. */
export const transformerNames: readonly string[] = [
  'tolower',
  'toupper',
  'b64',
  'basename',
  'len',
  'join',
  'concat',
  'getopt',
];

/** Takes a list on its right: `in`, and a string operator with a modifier such as `startswith oneof`. */
export function isListOperator(text: string): boolean {
  const [operator = '', modifier] = text.split(' ');
  if (modifier === undefined) return listOperators.some((known) => known === operator);
  return stringOperators.some((known) => known === operator) && modifiers.some((known) => known === modifier);
}

export function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
