import type { Expression, RightOperand, TransformerArgument } from '../../src/rules/language/expression.ts';
import { escapeText } from '../../src/rules/language/quoted-text.ts';

/** The canonical text of what C++ creates by hand: `not_expr::create(identifier_expr::create("a"))` is `not a`. */
export function canonicalAst(code: string, values: ReadonlyMap<string, string>): string | undefined {
  const [, kind = '', inside = ''] = /^(\w+)_expr::create\((.*)\)$/.exec(code) ?? [];
  const parts = partsOf(inside);
  const of = (part: string | undefined): string => canonicalAst(part ?? '', values) ?? '';
  const text = (part: string | undefined): string => JSON.parse(part ?? '""');
  switch (kind) {
    case 'and':
    case 'or':
      return `(${(values.get(inside) ?? '').split('|').slice(1).map(of).join(` ${kind} `)})`;
    case 'not':
      return `not ${of(inside)}`;
    case 'unary_check':
      return `${of(parts[0])} ${text(parts[1])}`;
    case 'binary_check':
      return `${of(parts[0])} ${text(parts[1])} ${of(parts[2])}`;
    case 'field_transformer':
      return `${text(parts[0])}(${of(parts[1])})`;
    case 'list':
      return `(${partsOf(inside.slice(1, -1))
        .map((part) => escapeText(text(part)))
        .join(', ')})`;
    case 'field':
    case 'identifier':
      return text(parts[0]);
    case 'value':
      return escapeText(text(parts[0]));
    default:
      return values.has(code) ? canonicalAst(values.get(code) ?? '', values) : undefined;
  }
}

function partsOf(code: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of code) {
    if ('({'.includes(character)) depth++;
    if (')}'.includes(character)) depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part !== '');
}

/** Where everything in an expression begins, as one text: its kind, offset, line and column. */
export function parsedPositions(expression: Expression): string {
  const here = (kind: string, { position }: Pick<Expression, 'position'>): string =>
    `${kind}${position.offset} ${position.line} ${position.column}`;
  const operand = (side: RightOperand | TransformerArgument): string => {
    if (side.kind === 'operands') return here('transformer_list', side);
    const inside = side.kind === 'transformer' ? side.arguments.map(operand).join('') : '';
    return here(side.kind, side) + inside;
  };
  switch (expression.kind) {
    case 'and':
    case 'or':
      return here(expression.kind, expression) + expression.children.map(parsedPositions).join('');
    case 'not':
      return here('not', expression) + parsedPositions(expression.child);
    case 'identifier':
      return here('identifier', expression);
    case 'exists':
      return here('unary', expression) + operand(expression.left);
    case 'check':
      return here('binary', expression) + operand(expression.left) + operand(expression.right);
  }
}
