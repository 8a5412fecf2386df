import { variableOf, type JsonSchema } from '#config/option-tree.ts';
import type { Output } from '#outputs/output.ts';

/** Options of an output, as somebody fills them in. */
export type Options = Readonly<Record<string, unknown>>;

/** In place of a secret that no example has. */
const standIn = 'secret';

/** Secrets as references to variables, for a file that others may read. What is a reference already stays. */
export function withReferences(options: Options, schema: JsonSchema, path: string): Options {
  return mapSecrets(options, schema, (value, name) => {
    const isReference = typeof value === 'object' || (typeof value === 'string' && value.includes('${'));
    return isReference ? value : `\${${variableOf(`${path}.${name}`).replaceAll(/[^\w]/g, '_')}}`;
  });
}

/** Where a secret is hidden, a reference, or missing although it is needed, one as the examples have it, so that a message can be made. */
export function withStandIns(options: Options, schema: JsonSchema, { examples }: Output): Options {
  const given = mapSecrets(options, schema, (value, name) => (isKnown(value) ? value : exampleOf(examples, name)));
  const missing = (schema.required ?? []).filter((name) => isSecret(schema.properties?.[name]) && !(name in given));
  return { ...given, ...Object.fromEntries(missing.map((name) => [name, exampleOf(examples, name)])) };
}

function isKnown(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value !== '[secret]' && !value.includes('${');
}

function exampleOf(examples: Output['examples'], name: string): unknown {
  const found = Object.values(examples).map((example) => valueIn(Object(example), name.split('.')));
  return found.find((value) => value !== undefined) ?? standIn;
}

function valueIn(options: unknown, [name, ...rest]: readonly string[]): unknown {
  return name === undefined ? options : valueIn(Object(options)[name], rest);
}

/** Replaces the values of secret options, at any depth, and those of maps of secrets. */
function mapSecrets(
  options: Options,
  schema: JsonSchema,
  replace: (value: unknown, path: string) => unknown,
  parent = '',
): Options {
  const entries = Object.entries(options).map(([name, value]): readonly [string, unknown] => {
    const path = `${parent}${name}`;
    const property = schema.properties?.[name] ?? schema.additionalProperties;
    if (typeof property !== 'object') return [name, value];
    if (isSecret(property)) return [name, replace(value, path)];
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isSection ? mapSecrets({ ...value }, property, replace, `${path}.`) : value];
  });
  return Object.fromEntries(entries);
}

function isSecret(schema: JsonSchema | boolean | undefined): boolean {
  return typeof schema === 'object' && schema['secret'] === true;
}
