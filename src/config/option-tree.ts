import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The options there are, from the schemas of the global options and of the outputs: what a name, or a variable, means. */
export type OptionNode = OptionGroup | Option | OutputList | ForeignSection | ForeignOption;

/** A section: options under one name. */
export interface OptionGroup {
  readonly kind: 'group';
  /** Dotted, lower case: `elasticsearch.batching`. */
  readonly path: string;
  /** By lower-case name. */
  readonly options: ReadonlyMap<string, OptionNode>;
}

/** One option. */
export interface Option extends OptionValue {
  readonly kind: 'option';
  readonly path: string;
  /** `ELASTICSEARCH_BATCHING_ENABLED`. */
  readonly variable: string;
  /** Neither optional nor with a default: its section is on once these are set. */
  readonly required: boolean;
  readonly default: unknown;
  readonly description: string;
}

/** The list of outputs with names of their own, whose items are groups each by its type. */
export interface OutputList {
  readonly kind: 'output-list';
  readonly path: string;
}

/** A section of Falcosidekick's that this version does not have. What stands in it is not looked at. */
export interface ForeignSection {
  readonly kind: 'foreign-section';
  readonly path: string;
  readonly enabledBy: readonly string[];
}

/** An option of Falcosidekick's that has no effect here. */
export interface ForeignOption {
  readonly kind: 'foreign-option';
  readonly path: string;
  /** It has none in Falcosidekick either, and its section is one that we have: worth a note. */
  readonly isNoted: boolean;
}

/** What a value may be. */
export interface OptionValue {
  readonly types: ReadonlySet<ValueType>;
  readonly choices: readonly string[];
  readonly secret: boolean;
  /** Of the items of a list, or of the values of a map. */
  readonly items: OptionValue | undefined;
  /** Of an item of a list that is a map with known names, in lower case. */
  readonly fields: ReadonlyMap<string, OptionValue> | undefined;
}

export type ValueType = 'string' | 'boolean' | 'integer' | 'number' | 'array' | 'object';

/** The JSON Schema of what may be written, before defaults and conversions. Meta data of ours (`secret`) stays in it. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

/**
 * The options of an object's schema, found at a path.
 * @param isNeeded false for a group that may be left out as a whole, in which no option is required of everybody
 */
export function optionGroup(schema: JsonSchema, path: string, isNeeded = true): OptionGroup {
  const options = new Map<string, OptionNode>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (typeof property === 'boolean') continue;
    const childPath = path === '' ? name : `${path}.${name}`;
    const isRequired = isNeeded && (schema.required ?? []).includes(name);
    options.set(
      name.toLowerCase(),
      property.properties ? optionGroup(property, childPath, isRequired) : option(property, childPath, isRequired),
    );
  }
  return { kind: 'group', path, options };
}

/** Every option below a group, depth first. */
export function optionsIn(group: OptionGroup): Option[] {
  return [...group.options.values()].flatMap((node) => {
    if (node.kind === 'group') return optionsIn(node);
    return node.kind === 'option' ? [node] : [];
  });
}

/** A group with one more node in it, or below it. */
export function withNode(group: OptionGroup, names: readonly string[], node: OptionNode): OptionGroup {
  const [name = '', ...rest] = names;
  const child = group.options.get(name);
  const path = group.path === '' ? name : `${group.path}.${name}`;
  const inner = child?.kind === 'group' ? child : ({ kind: 'group', path, options: new Map() } as const);
  const value = rest.length === 0 ? node : withNode(inner, rest, node);
  return { ...group, options: new Map([...group.options, [name, value]]) };
}

/** The group or option at a dotted path. */
export function nodeAt(group: OptionGroup, path: string): OptionNode | undefined {
  const [name = '', ...rest] = path.split('.');
  const node = group.options.get(name);
  if (rest.length === 0) return node;
  return node?.kind === 'group' ? nodeAt(node, rest.join('.')) : undefined;
}

/** Upper case, with `_` for dots, and no prefix: Falcosidekick's rule. */
export function variableOf(path: string): string {
  return path.toUpperCase().replaceAll('.', '_');
}

function option(schema: JsonSchema, path: string, required: boolean): Option {
  return {
    kind: 'option',
    path,
    variable: variableOf(path),
    required,
    default: schema.default,
    description: schema.description ?? '',
    ...optionValue(schema),
  };
}

function optionValue(schema: JsonSchema): OptionValue {
  const variants = [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isSchema)];
  const items = variants.flatMap(({ items: list, additionalProperties: map }) => [list, map]).filter(isSchema);
  return {
    types: new Set(variants.flatMap(typesOf)),
    choices: variants.flatMap((variant) => [...(variant.enum ?? []), variant.const]).filter(isText),
    secret: schema['secret'] === true,
    items: items[0] && optionValue(items[0]),
    fields: schema.properties && fieldsOf(schema.properties),
  };
}

function fieldsOf(properties: NonNullable<JsonSchema['properties']>): ReadonlyMap<string, OptionValue> {
  const fields = Object.entries(properties).flatMap(([name, property]) =>
    typeof property === 'boolean' ? [] : [[name.toLowerCase(), optionValue(property)] as const],
  );
  return new Map(fields);
}

function typesOf(schema: JsonSchema): ValueType[] {
  return valueTypes.filter((type) => [schema.type].flat().includes(type));
}

const valueTypes = ['string', 'boolean', 'integer', 'number', 'array', 'object'] as const;

function isSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
