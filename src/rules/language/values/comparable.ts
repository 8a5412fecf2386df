import type { FieldType } from '../../fields/field.ts';
import type { BinaryOperator, Modifier } from '../expression.ts';
import { isNumeric } from './constants.ts';

const equality: readonly string[] = ['=', '==', '!=', 'in', 'intersects'];
const order: readonly string[] = ['<', '<=', '>', '>='];
const textual: readonly string[] = [
  'contains',
  'icontains',
  'startswith',
  'endswith',
  'glob',
  'iglob',
  'pmatch',
  'regex',
];
const binary: readonly string[] = ['contains', 'startswith', 'endswith', 'bcontains', 'bstartswith'];

const listTypes: readonly FieldType[] = ['CHARBUF', 'UINT64', 'RELTIME', 'ABSTIME', 'BOOL', 'IPADDR', 'IPNET'];

/** What is wrong with an operator on a field of a type, in Falco's words; undefined if nothing is. */
export function incompatibility(
  operator: BinaryOperator,
  modifier: Modifier | undefined,
  type: FieldType,
  isList: boolean,
): string | undefined {
  const shown = operator === '==' ? '=' : operator;
  if (isList) {
    if (!listTypes.includes(type)) return `list filters are not supported for type '${type}'`;
    if (operator === 'in' || operator === 'intersects') return undefined;
    return `'${shown}' operator not supported list filters`;
  }
  if (equality.includes(operator)) return undefined;
  if (isNumeric(type)) return order.includes(operator) ? undefined : unsupported(shown, 'numeric filters');
  if (type === 'CHARBUF' || type === 'FSPATH') {
    return order.includes(operator) || textual.includes(operator) ? undefined : unsupported(shown, 'string filters');
  }
  if (type === 'BYTEBUF') return binary.includes(operator) ? undefined : unsupported(shown, 'buffer filters');
  if (type !== 'IPADDR' && type !== 'IPNET') return unsupported(shown, 'numeric filters');
  if (modifier !== undefined) return `'${shown}' with modifier not supported for ip address and network filters`;
  return unsupported(shown, 'ip address and network filters');
}

function unsupported(operator: string, what: string): string {
  return `'${operator}' operator not supported for ${what}`;
}
