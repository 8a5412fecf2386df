import type { Expression, RightOperand, TransformerArgument } from '../language/expression.ts';
import { partsOf } from './expression-size.ts';

/** What a condition is made of. */
export interface ConditionDetails {
  readonly fields: readonly string[];
  readonly operators: readonly string[];
  /** Names that stand where a macro may. */
  readonly identifiers: readonly string[];
  /** Constants in lists. */
  readonly listed: readonly string[];
}

export function describeCondition(condition: Expression): ConditionDetails {
  const fields = new Set<string>();
  const operators = new Set<string>();
  const identifiers = new Set<string>();
  const listed = new Set<string>();
  for (const part of partsOf(condition)) {
    if (part.kind === 'identifier') identifiers.add(part.name);
    if (part.kind !== 'check' && part.kind !== 'exists') continue;
    addFields(part.left, fields);
    operators.add(part.kind === 'exists' ? 'exists' : [part.operator, part.modifier ?? []].flat().join(' '));
    if (part.kind === 'exists') continue;
    addFields(part.right, fields);
    if (part.right.kind === 'list') for (const value of part.right.values) listed.add(value);
  }
  return { fields: [...fields], operators: [...operators], identifiers: [...identifiers], listed: [...listed] };
}

function addFields(operand: RightOperand | TransformerArgument, fields: Set<string>): void {
  switch (operand.kind) {
    case 'field':
      fields.add(operand.argument ? `${operand.name}[${operand.argument}]` : operand.name);
      break;
    case 'transformer':
      for (const argument of operand.arguments) addFields(argument, fields);
      break;
    case 'operands':
      for (const item of operand.items) addFields(item, fields);
      break;
    case 'value':
    case 'list':
      break;
  }
}
