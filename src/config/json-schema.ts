import { catalog } from '#outputs/catalog.generated.ts';
import type { Output } from '#outputs/output.ts';
import { falcosidekickGroups, falcosidekickSections } from './falcosidekick-sections.ts';
import { globalOptions } from './global-options.ts';
import { inputSchema, nodeAt, optionGroup, type JsonSchema } from './option-tree.ts';
import { outputSchema } from './output-schema.ts';

/**
 * The JSON Schema of the configuration file, for editors. Names are lower case in it, although any case is read, and a
 * value may stand elsewhere: every one may be a reference.
 */
export function configurationJsonSchema(outputs: readonly Output[] = catalog): JsonSchema {
  const sections = outputs.map((output) => [output.id, output, withReferences(outputSchema(output))] as const);
  let properties = withReferences(inputSchema(globalOptions)).properties ?? {};
  const global = optionGroup(inputSchema(globalOptions), '');
  for (const { section } of falcosidekickSections) {
    // What is an output there need not be one here: `otlp.metrics`.
    if (!nodeAt(global, section)) properties = placed(properties, section.split('.'), foreign);
  }
  for (const [group, names] of Object.entries(falcosidekickGroups)) {
    for (const name of names) properties = placed(properties, [group, name], {});
  }
  for (const [id, { about }, schema] of sections) {
    const description = `This output ${about.summary}.`;
    const section: JsonSchema = { ...schema, required: [], type: ['object', 'null'], title: about.title, description };
    properties = placed(properties, id.split('.'), section);
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of Tiercel',
    type: 'object',
    properties: {
      ...properties,
      outputs: {
        description: 'Outputs with names of their own, any number of each type.',
        type: 'array',
        items: {
          type: 'object',
          required: ['type'],
          oneOf: sections.map(([id, { about }, schema]) => listItem(id, about.title, schema)),
        },
      },
    },
    additionalProperties: false,
    $defs: { reference },
  };
}

const foreign: JsonSchema = {
  description: 'An output of Falcosidekick that this version does not have: leave it empty, or disable it.',
};

const reference: JsonSchema = {
  description: 'A value that stands elsewhere.',
  anyOf: [
    {
      type: 'object',
      properties: { env: { type: 'string', description: 'The name of an environment variable.' } },
      required: ['env'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { file: { type: 'string', description: 'The path of a file; its last line end does not count.' } },
      required: ['file'],
      additionalProperties: false,
    },
    { type: 'string', pattern: '\\$\\{.+\\}' },
  ],
};

function listItem(id: string, title: string, schema: JsonSchema): JsonSchema {
  const properties = { type: { const: id, description: 'The type of output.' }, ...schema.properties };
  return { ...schema, title, properties, required: ['type', ...(schema.required ?? [])] };
}

type Properties = NonNullable<JsonSchema['properties']>;

/** Puts a schema where a dotted name says. */
function placed(properties: Properties, names: readonly string[], schema: JsonSchema): Properties {
  const [name = '', ...rest] = names;
  if (rest.length === 0) return { ...properties, [name]: schema };
  const group = properties[name];
  const inner = typeof group === 'object' ? (group.properties ?? {}) : {};
  const section: JsonSchema = {
    type: ['object', 'null'],
    properties: placed(inner, rest, schema),
    additionalProperties: false,
  };
  return { ...properties, [name]: section };
}

/** Allows a reference in place of every value, and replaces our own meta data by what editors know. */
function withReferences(schema: JsonSchema): JsonSchema {
  const { properties, additionalProperties, items, secret, ...rest } = schema;
  const isContainer = properties !== undefined || typeof additionalProperties === 'object';
  const value: JsonSchema = {
    ...rest,
    ...(secret === true && { format: 'password', writeOnly: true }),
    ...(properties && { properties: mapValues(properties, withReferences), additionalProperties: false }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: withReferences(additionalProperties) }),
    ...(isSchema(items) && { items: withReferences(items) }),
  };
  if (isContainer) return value;
  const { description, default: fallback, ...constraints } = value;
  return {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    anyOf: [constraints, { $ref: '#/$defs/reference' }],
  };
}

function mapValues(properties: Properties, change: (schema: JsonSchema) => JsonSchema): Properties {
  const entries = Object.entries(properties).map(([name, schema]) => [
    name,
    typeof schema === 'object' ? change(schema) : schema,
  ]);
  return Object.fromEntries(entries);
}

function isSchema(schema: JsonSchema['items']): schema is JsonSchema {
  return typeof schema === 'object' && !Array.isArray(schema);
}
