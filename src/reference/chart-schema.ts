import { configurationTree } from '#config/configuration-tree.ts';
import { globalOptions } from '#config/global-options.ts';
import { inputSchema, optionsIn, type Option, type OptionGroup, type OptionNode } from '#config/option-tree.ts';
import { listingOf } from '#config/output-listing.ts';
import type { Output } from '#outputs/output.ts';
import { misnamedValues, umbrellaValues } from './chart-values.ts';

/** A part of a JSON Schema, as far as one is written here. */
interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
}

/** What the schema of the values is made from, parsed. */
export interface ChartSources {
  /** `chart/values.yaml`. */
  readonly values: object;
  /** The values of Falcosidekick's chart by their paths, with its defaults. */
  readonly falcosidekick: Readonly<Record<string, unknown>>;
}

/**
 * The JSON Schema of the chart's values: those that `values.yaml` declares, the configuration's options below `config`, and
 * what Falcosidekick's chart has. Helm refuses any other.
 */
export function chartSchema({ values, falcosidekick }: ChartSources, outputs: readonly Output[]): Schema {
  const schema = valueSchema(values);
  const properties = schema.properties ?? {};
  const declared = properties['config']?.properties;
  const config = groupSchema(chartTree(outputs), 'config');
  Object.assign((config.properties ??= {}), withoutSections(declared ?? {}, config.properties));
  properties['config'] = config;
  config.properties['outputs'] = namedOutputs(outputs);
  for (const [path, fallback] of Object.entries(falcosidekick)) place(schema, path.split('.'), fallback);
  for (const path of [...umbrellaValues, ...Object.keys(misnamedValues)]) place(schema, path.split('.'), undefined);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Values of Tiercel',
    ...schema,
    $defs: kinds,
  };
}

/** The options that hold credentials, which the chart keeps in Secrets. */
export function credentialOptions(outputs: readonly Output[]): readonly string[] {
  return optionsIn(chartTree(outputs))
    .filter(({ secret, items }) => secret || items?.secret === true)
    .map(({ path }) => path.toLowerCase());
}

export function chartTree(outputs: readonly Output[]): OptionGroup {
  return configurationTree(inputSchema(globalOptions), outputs.map(listingOf));
}

const kinds = {
  reference: {
    description: 'A value that stands elsewhere.',
    type: 'object',
    properties: {
      env: { type: 'string' },
      file: { type: 'string' },
      secretKeyRef: {
        type: 'object',
        properties: { name: { type: 'string' }, key: { type: 'string' }, optional: { type: 'boolean' } },
        required: ['name', 'key'],
        additionalProperties: false,
      },
    },
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  },
  text: { anyOf: [{ type: ['string', 'number', 'null'] }, { $ref: '#/$defs/reference' }] },
  flag: {
    anyOf: [{ type: ['boolean', 'null'] }, { enum: ['true', 'false', ''] }, { $ref: '#/$defs/reference' }],
  },
  number: {
    anyOf: [
      { type: ['number', 'null'] },
      { type: 'string', pattern: String.raw`^[\d.]*$|\$\{` },
      { $ref: '#/$defs/reference' },
    ],
  },
  list: { anyOf: [{ type: ['array', 'string', 'null'] }, { $ref: '#/$defs/reference' }] },
  map: { type: ['object', 'array', 'string', 'null'] },
} satisfies Record<string, Schema>;

/** Upstream's chart writes all maps and lists, and many numbers, as texts. */
function optionSchema({ types, choices, description }: Option): Schema {
  if (choices.length > 0) {
    return { description, anyOf: [{ enum: [...choices, '', null] }, { $ref: '#/$defs/reference' }] };
  }
  return { description, $ref: `#/$defs/${kindOf(types)}` };
}

function kindOf(types: Option['types']): keyof typeof kinds {
  if (types.has('array')) return 'list';
  if (types.has('object')) return 'map';
  if (types.has('string')) return 'text';
  return types.has('boolean') ? 'flag' : 'number';
}

function nodeSchema(node: OptionNode): Schema {
  if (node.kind === 'group') return groupSchema(node);
  return node.kind === 'option' ? optionSchema(node) : {};
}

function groupSchema(group: OptionGroup, title?: string): Schema {
  const properties: Record<string, Schema> = { existingSecret: existingSecret };
  for (const [name, node] of group.options) properties[name] = nodeSchema(node);
  return { ...(title && { title }), type: ['object', 'null'], properties, additionalProperties: false };
}

const existingSecret: Schema = {
  description: 'A Secret whose keys are variables, such as SLACK_WEBHOOKURL.',
  type: ['string', 'null'],
};

/** The chart's own values below `config`; the sections among them keep the options they have. */
function withoutSections(declared: Record<string, Schema>, options: Record<string, Schema>): Record<string, Schema> {
  for (const [name, schema] of Object.entries(declared)) {
    const section = options[name]?.properties;
    if (!section || !schema.properties) continue;
    schema.properties = { ...withoutSections(schema.properties, section), ...section };
  }
  return declared;
}

function namedOutputs(outputs: readonly Output[]): Schema {
  const items = outputs.map((output) => ({
    if: { properties: { type: { const: output.id } }, required: ['type'] },
    // eslint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: {
      propertyNames: {
        enum: ['type', 'name', 'existingSecret', ...Object.keys(listingOf(output).schema.properties ?? {})],
      },
    },
  }));
  return {
    description: 'Outputs with names of their own, any number of each type.',
    type: ['array', 'null'],
    items: {
      type: 'object',
      properties: { type: { enum: outputs.map(({ id }) => id) }, name: { type: 'string' } },
      required: ['type'],
      allOf: items,
    },
  };
}

/** What a value of the chart may be, by its default. An empty map or list may hold anything. */
function valueSchema(value: unknown): Schema {
  if (value === null || value === undefined) return {};
  if (Array.isArray(value)) return { type: ['array', 'null'] };
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0 || entries.some(([name]) => isOpen.has(name))) return { type: ['object', 'null'] };
    const properties = Object.fromEntries(entries.map(([name, inner]) => [name, valueSchema(inner)]));
    return { type: ['object', 'null'], properties, additionalProperties: false };
  }
  if (typeof value === 'string') return { type: ['string', 'number', 'null'] };
  return { type: typeof value === 'boolean' ? 'boolean' : ['number', 'string', 'null'] };
}

/** Maps of Kubernetes' own, which have defaults here and more members than those. */
const isOpen = new Set([
  'runAsNonRoot',
  'readOnlyRootFilesystem',
  'requests',
  'periodSeconds',
  'prometheus.io/scrape',
  'grafana_dashboard',
]);

/** Allows a value of Falcosidekick's chart at its path, with what the option by that name in lower case allows. */
function place(schema: Schema, [name = '', ...rest]: readonly string[], fallback: unknown): void {
  const { properties } = schema;
  if (!properties) return;
  const there = properties[name] ?? properties[name.toLowerCase()];
  if (rest.length === 0) properties[name] ??= there ?? valueSchema(fallback);
  else
    place(
      (properties[name] ??= there ?? { type: 'object', properties: {}, additionalProperties: false }),
      rest,
      fallback,
    );
}
