import type { CheckExpression, Expression, FieldOperand, Position, TransformerArgument } from '../expression.ts';

/** Something that loads and may not do what it seems to. Falco shows no text with `LOAD_UNSAFE_NA_CHECK`. */
export interface ConditionWarning {
  readonly code: 'LOAD_COMPILE_CONDITION' | 'LOAD_UNSAFE_NA_CHECK';
  readonly message: string;
  readonly position: Position;
}

const equality: readonly string[] = ['=', '==', '!=', 'in', 'intersects', 'pmatch'];

/** Compares a field of Kubernetes audit or JSON events with `<NA>`, which no missing field equals. */
export function isUnsafeNaCheck(check: CheckExpression): boolean {
  if (check.modifier !== undefined || !equality.includes(check.operator) || !isUnsafe(check.left)) return false;
  const { right } = check;
  if (right.kind === 'value') return right.value === '<NA>';
  return right.kind === 'list' ? right.values.includes('<NA>') : holdsNa(right);
}

/** Every field that a condition reads on the left of an operator. */
export function* fieldsOf(expression: Expression): Generator<string> {
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'and' || next.kind === 'or') open.push(...next.children.toReversed());
    else if (next.kind === 'not') open.push(next.child);
    else if (next.kind !== 'identifier') yield* fieldsIn(next.left);
  }
}

function* fieldsIn(operand: TransformerArgument): Generator<string> {
  if (operand.kind === 'field') yield operand.name;
  else if (operand.kind === 'transformer') for (const argument of operand.arguments) yield* fieldsIn(argument);
}

function isUnsafe(operand: FieldOperand): boolean {
  const last = [...fieldsIn(operand)].at(-1);
  return last?.startsWith('ka.') === true || last?.startsWith('jevt.') === true;
}

function holdsNa(operand: TransformerArgument): boolean {
  if (operand.kind === 'value') return operand.value === '<NA>';
  return operand.kind === 'transformer' && operand.arguments.some(holdsNa);
}
