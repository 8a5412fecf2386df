import type { FieldType, FieldValue } from '../../fields/field.ts';
import type { NumericOperator, StringOperator } from '../expression.ts';
import { isNumeric } from './constants.ts';
import { addressConstant, addressKey, isInNetwork, networkConstant, parseIp } from './ip-address.ts';
import { compileTextTest } from './text-tests.ts';

/** A question about one value of a field. */
export type ValueTest = (value: FieldValue) => boolean;

export type ScalarOperator = NumericOperator | StringOperator;

/**
 * What an operator asks of one value of a type.
 * @param constant of the same type, from `parseConstant` or from another field
 * @throws RangeError with Falco's text
 */
export function compileValueTest(operator: ScalarOperator, type: FieldType, constant: FieldValue): ValueTest {
  if (type === 'IPADDR') return addressTest(operator, String(constant));
  if (type === 'IPNET') return networkTest(operator, String(constant));
  if (type === 'BOOL') return operator === '!=' ? (value) => value !== constant : (value) => value === constant;
  if (isNumeric(type)) return numberTest(operator, type, constant);
  const test = compileTextTest(operator, String(constant));
  return (value) => test(typeof value === 'string' ? value : String(value));
}

/** Values of a type are equal where their keys are. */
export function valueKey(type: FieldType, value: FieldValue): FieldValue {
  if (type === 'IPADDR') {
    const address = parseIp(String(value));
    return address === undefined ? '' : addressKey(address);
  }
  if (type === 'BOOL' || !isNumeric(type)) return value;
  return type === 'DOUBLE' ? Number(value) : integer(value);
}

/** The key of a constant, which unlike a value of an event must be right. */
export function constantKey(type: FieldType, constant: FieldValue): FieldValue {
  return type === 'IPADDR' ? addressKey(addressConstant(String(constant))) : valueKey(type, constant);
}

function numberTest(operator: ScalarOperator, type: FieldType, constant: FieldValue): ValueTest {
  const right = type === 'DOUBLE' ? Number(constant) : integer(constant);
  const left = type === 'DOUBLE' ? Number : integer;
  const tests: Partial<Record<ScalarOperator, ValueTest>> = {
    '<': (value) => left(value) < right,
    '<=': (value) => left(value) <= right,
    '>': (value) => left(value) > right,
    '>=': (value) => left(value) >= right,
    '!=': (value) => left(value) !== right,
  };
  return tests[operator] ?? ((value) => left(value) === right);
}

function addressTest(operator: ScalarOperator, constant: string): ValueTest {
  const key = addressKey(addressConstant(constant));
  const isEqual: ValueTest = (value) => valueKey('IPADDR', value) === key;
  return operator === '!=' ? (value) => !isEqual(value) : isEqual;
}

function networkTest(operator: ScalarOperator, constant: string): ValueTest {
  const network = networkConstant(constant);
  const isInside: ValueTest = (value) => {
    const address = parseIp(String(value));
    return address !== undefined && isInNetwork(address, network);
  };
  return operator === '!=' ? (value) => !isInside(value) : isInside;
}

function integer(value: FieldValue): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' ? BigInt(Math.trunc(value)) : BigInt(value);
}
