import { fromByteString, toByteString } from './byte-text.ts';
import type { Expression, RightOperand, TransformerArgument } from './expression.ts';
import { escapeText } from './quoted-text.ts';

/** The canonical text of a condition, which is Falco's `condition_compiled`. */
export function printCondition(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${expression.children.map(printCondition).join(` ${expression.kind} `)})`;
    case 'not':
      return `not ${printCondition(expression.child)}`;
    case 'identifier':
      return expression.name;
    case 'exists':
      return `${printOperand(expression.left)} exists`;
    case 'check': {
      const { left, operator, modifier, right } = expression;
      const fullOperator = modifier === undefined ? operator : `${operator} ${modifier}`;
      return `${printOperand(left)} ${fullOperator} ${printOperand(right)}`;
    }
  }
}

/** The canonical text of one side of a check. */
export function printOperand(operand: RightOperand | TransformerArgument): string {
  switch (operand.kind) {
    case 'field':
      return operand.name + brackets(operand.argument);
    case 'transformer':
      return `${operand.name}(${operand.arguments.map(printOperand).join(',')})${brackets(operand.selector)}`;
    case 'operands':
      return `(${operand.items.map(printOperand).join(',')})`;
    case 'value':
      return printValue(operand.value);
    case 'list':
      return `(${operand.values.map(printValue).join(', ')})`;
  }
}

function brackets(argument: string | undefined): string {
  if (argument === undefined) return '';
  return argument === '' ? '[""]' : `[${printValue(argument)}]`;
}

function printValue(value: string): string {
  return fromByteString(escapeText(toByteString(value)));
}
