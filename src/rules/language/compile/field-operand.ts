import type { FieldCatalog, FieldType, FieldValue } from '../../fields/field.ts';
import { untilNul } from '../byte-text.ts';
import type { Operand, OperandReader } from './operand.ts';

/**
 * A field of a catalog with its argument.
 * @throws RangeError with Falco's text
 */
export function compileField(catalog: FieldCatalog, name: string, argument: string | undefined): Operand {
  const shown = argument === undefined ? name : `${name}[${argument}]`;
  const declaration = catalog.find(name);
  if (declaration === undefined) throw new RangeError(`filter_check called with nonexistent field ${shown}`);
  const { type, isList, refusesFields, refusesTransformers } = declaration;
  const read = normalized(catalog.reader(name, argument), type);
  return {
    name,
    type,
    isList,
    origin: { type, isList },
    read,
    ...(refusesFields && { refusesFields }),
    ...(refusesTransformers && { refusesTransformers }),
  };
}

/** Whether a text is the name of a field, with the argument that the field needs. */
export function isField(catalog: FieldCatalog, text: string): boolean {
  const found = /^([a-zA-Z][\w.]*)(?:\[([^\]]*)\])?$/.exec(text);
  const name = found?.[1];
  if (name === undefined || catalog.find(name) === undefined) return false;
  try {
    catalog.reader(name, found?.[2]);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** No values are a missing field, and texts end at a NUL as they do in C. */
function normalized(read: OperandReader, type: FieldType): OperandReader {
  if (type !== 'CHARBUF' && type !== 'FSPATH') {
    return (event) => {
      const values = read(event);
      return values?.length === 0 ? undefined : values;
    };
  }
  return (event) => {
    const values = read(event);
    if (values === undefined) return undefined;
    const [value, another] = values;
    if (value === undefined) return undefined;
    if (another === undefined && isClean(value)) return values;
    return values.every(isClean) ? values : values.map((value) => untilNul(String(value)));
  };
}

function isClean(value: FieldValue): boolean {
  return typeof value === 'string' && !value.includes('\0');
}
