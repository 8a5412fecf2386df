import type { FieldType, FieldValue } from '../../fields/field.ts';
import { toByteString, fromByteString } from '../byte-text.ts';
import type { BinaryOperator, Modifier } from '../expression.ts';
import { parseConstant } from './constants.ts';
import { compilePathPrefixes } from './path-prefixes.ts';
import { caselessTest } from './text-tests.ts';
import type { ValueTest } from './value-test.ts';
import { compileValueTest, constantKey, valueKey } from './value-test.ts';

/** A question about what was read from an event; a field that is missing is asked nothing. */
export type Comparison = (values: readonly FieldValue[]) => boolean;

/** The left side of a comparison. */
export interface ComparedType {
  readonly type: FieldType;
  readonly isList: boolean;
}

/**
 * A check against constants.
 * @throws RangeError with Falco's text for a constant that the type does not have
 */
export function compileComparison(
  { type, isList }: ComparedType,
  operator: BinaryOperator,
  modifier: Modifier | undefined,
  texts: readonly string[],
): Comparison {
  const isHex = operator === 'bcontains' || operator === 'bstartswith';
  const constants = texts.map((text) => parseConstant(isHex ? hexText(text) : text, type));
  if (operator === 'pmatch') return ofScalar(pathTest(constants));
  if (operator === 'in' || operator === 'intersects') {
    const test = memberTest(type, constants);
    return isList ? ofList(operator, test) : ofScalar(test);
  }
  if (operator === 'icontains' && modifier === 'anyof' && constants.length > 1) {
    const test = caselessTest(constants.map(String));
    return ofScalar((value) => test(String(value)));
  }
  const tests = constants.map((constant) => compileValueTest(operator, type, constant));
  return ofScalar(modifier === undefined ? (tests[0] ?? never) : modified(modifier, tests));
}

/** A check against another field, whose values are as they were read from the event. */
export function compareFields(
  { type, isList }: ComparedType,
  operator: BinaryOperator,
): (left: readonly FieldValue[], right: readonly FieldValue[]) => boolean {
  if (operator === 'in' || operator === 'intersects') {
    return (left, right) => {
      const keys = new Set(right.map((value) => valueKey(type, value)));
      const test: ValueTest = (value) => keys.has(valueKey(type, value));
      return isList ? ofList(operator, test)(left) : ofScalar(test)(left);
    };
  }
  return (left, right) => {
    const [value] = right;
    return value !== undefined && ofScalar(fieldTest(operator, type, value))(left);
  };
}

function fieldTest(operator: BinaryOperator, type: FieldType, value: FieldValue): ValueTest {
  if (operator === 'pmatch' || operator === 'in' || operator === 'intersects') return never;
  if (type !== 'IPADDR') return compileValueTest(operator, type, value);
  const key = valueKey(type, value);
  return (left) => (valueKey(type, left) === key) !== (operator === '!=');
}

function ofScalar(test: ValueTest): Comparison {
  return (values) => {
    const value = values[0];
    return value !== undefined && test(value);
  };
}

/** `in` asks that all values of a list are members, `intersects` that one is. */
function ofList(operator: 'in' | 'intersects', test: ValueTest): Comparison {
  return operator === 'in' ? (values) => values.every(test) : (values) => values.some(test);
}

function memberTest(type: FieldType, constants: readonly FieldValue[]): ValueTest {
  if (type === 'IPNET') {
    const networks = constants.map((constant) => compileValueTest('=', type, constant));
    return (value) => networks.some((test) => test(value));
  }
  const keys = new Set(constants.map((constant) => constantKey(type, constant)));
  return type === 'CHARBUF' ? (value) => keys.has(value) : (value) => keys.has(valueKey(type, value));
}

function pathTest(constants: readonly FieldValue[]): ValueTest {
  const test = compilePathPrefixes(constants.map(String));
  return (value) => test(String(value));
}

/** Nothing holds for an empty list, not even `allof`. */
function modified(modifier: Modifier, tests: readonly ValueTest[]): ValueTest {
  if (tests.length === 0) return never;
  const [only, ...others] = tests;
  if (only !== undefined && others.length === 0) return only;
  switch (modifier) {
    case 'anyof':
      return (value) => tests.some((test) => test(value));
    case 'allof':
      return (value) => tests.every((test) => test(value));
    case 'oneof':
      return (value) => {
        let matches = 0;
        for (const test of tests) if (test(value) && ++matches > 1) return false;
        return matches === 1;
      };
  }
}

function hexText(text: string): string {
  const digits = toByteString(text);
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    throw new RangeError('filter error: bcontains and bstartswith operator support hex strings only');
  }
  return fromByteString(Buffer.from(digits, 'hex').toString('latin1'));
}

function never(): boolean {
  return false;
}
