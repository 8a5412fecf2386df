import type { JsonSchema } from '../option-tree.ts';

/** Whether a value meets a JSON Schema, for the keywords that ours uses. */
export function meetsSchema(schema: JsonSchema, value: unknown, root: JsonSchema = schema): boolean {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target !== undefined && meetsSchema(target, value, root);
  }
  const meets = (inner: unknown) => isSchema(inner) && meetsSchema(inner, value, root);
  return (
    (schema.type === undefined || [schema.type].flat().some((type) => isOfType(value, type))) &&
    (schema.anyOf === undefined || schema.anyOf.some(meets)) &&
    (schema.oneOf === undefined || schema.oneOf.filter(meets).length === 1) &&
    (schema.enum === undefined || schema.enum.some((choice) => choice === value)) &&
    (schema.const === undefined || schema.const === value) &&
    meetsLimits(schema, value) &&
    meetsShape(schema, value, root)
  );
}

function meetsLimits(schema: JsonSchema, value: unknown): boolean {
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (typeof value !== 'string') return true;
  return value.length >= (schema.minLength ?? 0) && new RegExp(schema.pattern ?? '').test(value);
}

function meetsShape(schema: JsonSchema, value: unknown, root: JsonSchema): boolean {
  const { items, properties = {}, additionalProperties = true, required = [] } = schema;
  if (Array.isArray(value)) return !isSchema(items) || value.every((item) => meetsSchema(items, item, root));
  if (typeof value !== 'object' || value === null) return true;
  return (
    required.every((name) => name in value) &&
    Object.entries(value).every(([name, item]) => {
      const inner = properties[name] ?? additionalProperties;
      return typeof inner === 'boolean' ? inner : meetsSchema(inner, item, root);
    })
  );
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function isSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null;
}
