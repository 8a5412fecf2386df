import type { FieldCatalog, FieldValue } from '../../fields/field.ts';
import type { RightOperand, Transformer, TransformerArgument } from '../expression.ts';
import { compileField } from './field-operand.ts';
import type { Operand, OperandReader } from './operand.ts';
import { applyTransformer, combineOperands } from './transformers.ts';

/**
 * The side of a check that is read from the event.
 * @throws RangeError with Falco's text
 */
export function compileOperand(operand: RightOperand | TransformerArgument, catalog: FieldCatalog): Operand {
  switch (operand.kind) {
    case 'field':
      return compileField(catalog, operand.name, operand.argument);
    case 'transformer':
      return compileTransformer(operand, catalog);
    case 'operands':
      return literal(true, all(operand.items.map((item) => compileOperand(item, catalog))));
    case 'value':
      return constants(false, [operand.value]);
    case 'list':
      return constants(true, operand.values);
  }
}

function compileTransformer(transformer: Transformer, catalog: FieldCatalog): Operand {
  const { name, selector } = transformer;
  const operands = transformer.arguments.map((argument) => compileOperand(argument, catalog));
  const [first] = operands;
  if (first === undefined) throw new RangeError(`filter error: found null child node on '${name}' transformer`);
  if (name !== 'val' && operands.length > 1) return combineOperands(name, operands, selector);
  if (selector !== undefined) {
    throw new RangeError(`filter error: transformer '${name}' does not support field arguments`);
  }
  return name === 'val' ? first : applyTransformer(name, first);
}

/** Lists written out: fields that are lists give all their values, and one that is missing makes all missing. */
function all(operands: readonly Operand[]): OperandReader {
  return (event) => {
    const values: FieldValue[] = [];
    for (const operand of operands) {
      const read = operand.read(event);
      if (read === undefined) return undefined;
      values.push(...read);
    }
    return values;
  };
}

function constants(isList: boolean, values: readonly string[]): Operand {
  return literal(isList, () => values);
}

function literal(isList: boolean, read: OperandReader): Operand {
  return { name: 'NA', type: 'CHARBUF', isList, origin: { type: 'CHARBUF', isList }, read };
}
