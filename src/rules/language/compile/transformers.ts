import type { FieldType, FieldValue } from '../../fields/field.ts';
import { byteLength, fromByteString, toByteString, untilNul } from '../byte-text.ts';
import { lowerCase, upperCase } from '../values/text-tests.ts';
import { decodeBase64 } from './base64.ts';
import { getopt } from './getopt.ts';
import type { Operand, OperandReader } from './operand.ts';

interface TextTransformer {
  readonly types: readonly FieldType[];
  /** Undefined where the text cannot be transformed: then the whole field is missing. */
  apply(text: string): string | undefined;
}

const textTransformers: Readonly<Record<string, TextTransformer>> = {
  tolower: { types: ['CHARBUF', 'FSPATH'], apply: lowerCase },
  toupper: { types: ['CHARBUF', 'FSPATH'], apply: upperCase },
  basename: { types: ['CHARBUF', 'FSPATH'], apply: (path) => path.slice(path.lastIndexOf('/') + 1) },
  b64: { types: ['CHARBUF', 'BYTEBUF'], apply: (text) => decodeBase64(text) },
};

/**
 * A transformer of one argument. It keeps the name of its field for messages.
 * @throws RangeError with Falco's text
 */
export function applyTransformer(name: string, operand: Operand): Operand {
  if (operand.refusesTransformers) throw new RangeError(`field '${operand.name}' does not support transformers`);
  if (name === 'len') return length(operand);
  const transformer = textTransformers[name];
  // Falco writes "transfomer".
  if (transformer === undefined) throw new RangeError(`unknown field transfomer '${name}'`);
  if (!transformer.types.includes(operand.type)) refuse(name, operand);
  const cut = operand.type === 'BYTEBUF' ? (text: string) => text : untilNul;
  const read: OperandReader = (event) => {
    const values: string[] = [];
    for (const value of operand.read(event) ?? [undefined]) {
      const transformed = value === undefined ? undefined : transformer.apply(String(value));
      if (transformed === undefined) return undefined;
      values.push(cut(transformed));
    }
    return values;
  };
  return { ...operand, read };
}

/**
 * A transformer of several arguments.
 * @throws RangeError with Falco's text
 */
export function combineOperands(name: string, operands: readonly Operand[], selector: string | undefined): Operand {
  switch (name) {
    case 'join':
      return withoutSelector(name, selector, join(operands));
    case 'concat':
      return withoutSelector(name, selector, concat(operands));
    case 'getopt':
      return getopt(operands, selector);
    default:
      throw new RangeError('unknown multivalue transformer');
  }
}

/** The bytes of a text, or the number of values of a list. */
function length(operand: Operand): Operand {
  const { read, isList, type } = operand;
  if (!isList && type !== 'CHARBUF' && type !== 'FSPATH' && type !== 'BYTEBUF') refuse('len', operand);
  const measure = (values: readonly FieldValue[]): bigint =>
    isList ? BigInt(values.length) : BigInt(byteLength(String(values[0] ?? '')));
  return {
    ...operand,
    type: 'UINT64',
    isList: false,
    read: (event) => {
      const values = read(event);
      return values === undefined ? undefined : [measure(values)];
    },
  };
}

function join(operands: readonly Operand[]): Operand {
  const [separator, list] = operands;
  if (separator === undefined || list === undefined || operands.length !== 2) {
    throw new RangeError('join() requires exactly 2 arguments: separator and list');
  }
  if (separator.origin.isList) {
    throw new RangeError('join() first argument (separator) must be a single value, not a list');
  }
  if (!list.origin.isList) throw new RangeError('join() second argument must be a list');
  return text((event) => {
    const [between] = separator.read(event) ?? [];
    const values = list.read(event);
    return between === undefined || values === undefined ? undefined : [clean(values.join(String(between)))];
  });
}

function concat(operands: readonly Operand[]): Operand {
  if (operands.some(({ origin }) => origin.type !== 'CHARBUF' || origin.isList)) {
    throw new RangeError('concat() arguments must be strings');
  }
  return text((event) => {
    let all = '';
    for (const operand of operands) {
      const [value] = operand.read(event) ?? [];
      if (value === undefined) return undefined;
      all += String(value);
    }
    return [clean(all)];
  });
}

function withoutSelector(name: string, selector: string | undefined, operand: Operand): Operand {
  if (selector !== undefined) throw new RangeError(`transformer '${name}' does not support field arguments`);
  return operand;
}

function text(read: OperandReader): Operand {
  return { name: 'NA', type: 'CHARBUF', isList: false, origin: { type: 'CHARBUF', isList: false }, read };
}

/** Bytes that were no UTF-8 may be some once they stand together. */
function clean(joined: string): string {
  return joined.isWellFormed() ? joined : fromByteString(toByteString(joined));
}

function refuse(transformer: string, { type, isList, name }: Operand): never {
  const field = `${isList ? 'list ' : ''}field '${name}'`;
  throw new RangeError(
    `can't add field transformer: type '${type}' is not supported by '${transformer}' transformer applied on ${field}`,
  );
}
