/** One option of an output, as a form needs it. */
export interface OptionField {
  readonly name: string;
  readonly description: string;
  readonly kind: 'text' | 'secret' | 'number' | 'switch' | 'choice' | 'list' | 'map' | 'section';
  readonly isRequired: boolean;
  readonly isNumberToo: boolean;
  readonly choices: readonly string[];
  readonly initial: unknown;
  /** Of a section. */
  readonly fields: readonly OptionField[];
}

type Schema = Readonly<Record<string, unknown>>;

/** The options that a JSON Schema describes: those that are required first, the common ones as the schema has them. */
export function fieldsOf(schema: Schema): readonly OptionField[] {
  const properties = schema['properties'];
  const required = listOf(schema['required']);
  if (!isSchema(properties)) return [];
  const fields = Object.entries(properties).flatMap(([name, property]) =>
    isSchema(property) ? [fieldOf(name, property, required.includes(name))] : [],
  );
  return [...fields.filter(({ isRequired }) => isRequired), ...fields.filter(({ isRequired }) => !isRequired)];
}

function fieldOf(name: string, property: Schema, isRequired: boolean): OptionField {
  const shape = shapeOf(property);
  const types = listOf(shape['type']);
  const choices = listOf(shape['enum']).filter((choice) => typeof choice === 'string');
  const kind = kindOf(shape, types, choices);
  const description = property['description'];
  return {
    name,
    description: typeof description === 'string' ? description : '',
    kind,
    isRequired,
    isNumberToo: types.includes('number') || types.includes('integer'),
    choices,
    initial: property['default'],
    fields: kind === 'section' ? fieldsOf(shape) : [],
  };
}

/** Of several shapes, the first that is no reference. */
function shapeOf(property: Schema): Schema {
  const shapes = listOf(property['anyOf']).filter(isSchema);
  return shapes.find((shape) => shape['$ref'] === undefined) ?? property;
}

function kindOf(shape: Schema, types: readonly unknown[], choices: readonly string[]): OptionField['kind'] {
  if (choices.length > 0) return 'choice';
  if (shape['writeOnly'] === true || shape['format'] === 'password') return 'secret';
  if (types.includes('boolean')) return 'switch';
  if (types.includes('array')) return 'list';
  if (types.includes('object')) return isSchema(shape['properties']) ? 'section' : 'map';
  const isNumber = types.includes('integer') || types.includes('number');
  return isNumber && !types.includes('string') ? 'number' : 'text';
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
