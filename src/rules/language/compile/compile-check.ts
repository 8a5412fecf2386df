import type { FieldCatalog } from '../../fields/field.ts';
import type { CheckExpression, ExistsExpression, Position, RightOperand } from '../expression.ts';
import { ConditionCompileError } from '../expression.ts';
import type { Comparison } from '../values/comparison.ts';
import { compareFields, compileComparison } from '../values/comparison.ts';
import { incompatibility } from '../values/comparable.ts';
import { constantWarnings } from './check-warnings.ts';
import { compileOperand } from './compile-operand.ts';
import type { Operand } from './operand.ts';

/** A check whose names, types and constants are right. */
export type CompiledCheck =
  | { readonly kind: 'exists'; readonly left: Operand }
  | { readonly kind: 'constant'; readonly left: Operand; readonly compare: Comparison }
  | {
      readonly kind: 'fields';
      readonly left: Operand;
      readonly right: Operand;
      readonly compare: ReturnType<typeof compareFields>;
    };

/** Told of each suspicious constant, and where it stands. */
export type WarningListener = (message: string, position: Position) => void;

/** @throws ConditionCompileError at the position of the check */
export function compileCheck(
  check: CheckExpression | ExistsExpression,
  catalog: FieldCatalog,
  warn: WarningListener,
): CompiledCheck {
  try {
    const left = compileOperand(check.left, catalog);
    return check.kind === 'exists' ? { kind: 'exists', left } : compare(left, check, catalog, warn);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConditionCompileError(error.message, check.position);
  }
}

/** The constants on the right of an operator; undefined where the right is read from the event. */
export function constantsOf(right: RightOperand): readonly string[] | undefined {
  if (right.kind === 'transformer') return undefined;
  return right.kind === 'value' ? [right.value] : right.values;
}

function compare(left: Operand, check: CheckExpression, catalog: FieldCatalog, warn: WarningListener): CompiledCheck {
  const { operator, modifier, right } = check;
  const problem = incompatibility(operator, modifier, left.type, left.isList);
  if (problem !== undefined) throw new RangeError(`filter error: ${problem}`);
  const constants = constantsOf(right);
  if (constants === undefined) return compareWithField(left, check, compileOperand(right, catalog));
  for (const constant of constants) {
    for (const message of constantWarnings(operator, constant, catalog)) warn(message, right.position);
  }
  return { kind: 'constant', left, compare: compileComparison(left, operator, modifier, constants) };
}

function compareWithField(left: Operand, { operator }: CheckExpression, right: Operand): CompiledCheck {
  if (operator === 'pmatch' || operator === 'regex') {
    throw new RangeError(`operator '${operator.toUpperCase()}' doesn't support right-hand side fields`);
  }
  if (left.type === 'IPNET') throw new RangeError("field type 'IPNET' doesn't support right-hand side fields");
  if (left.refusesFields) throw new RangeError(`field '${left.name}' doesn't support right-hand side fields`);
  if (right.refusesFields) throw new RangeError(`field '${right.name}' can't be used as a right-hand side field`);
  if (left.type !== right.type || left.isList !== right.isList) {
    throw new RangeError(
      `field '${left.name}' has type '${shownType(left)}' while the right-hand side field '${right.name}' has incompatible type '${shownType(right)}'`,
    );
  }
  return { kind: 'fields', left, right, compare: compareFields(left, operator) };
}

function shownType({ type, isList }: Operand): string {
  return isList ? `${type} (list)` : type;
}
