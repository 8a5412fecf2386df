import { rulesSchema, type Schema } from './rules-schema.ts';
import { textOf, type YamlMap, type YamlNode, type YamlSequence } from './yaml-node.ts';

/** Enough to see what is wrong; Falco gives all of them. */
const maxWarnings = 1000;

/**
 * Compares a document with Falco's schema of rules files and says what differs as Falco says it: from the inside out.
 * A deviation never keeps a file from loading.
 * @throws YamlError if a key is not a text
 */
export function schemaStatus(document: YamlNode): readonly string[] {
  const check = new SchemaCheck();
  check.run(document, rulesSchema, '<root>');
  return check.warnings.length > 0 ? check.warnings : ['ok'];
}

class SchemaCheck {
  readonly warnings: string[] = [];
  /** What needs no second look, as aliases may repeat large lists. */
  readonly #valid = new Map<Schema, Set<YamlNode>>();

  run(node: YamlNode, schema: Schema, path: string): boolean {
    if (this.warnings.length >= maxWarnings || this.#valid.get(schema)?.has(node) === true) return true;
    const isValid = this.#check(node, schema, path);
    if (isValid) this.#valid.set(schema, (this.#valid.get(schema) ?? new Set()).add(node));
    return isValid;
  }

  #check(node: YamlNode, schema: Schema, path: string): boolean {
    switch (schema.kind) {
      case 'any':
        return true;
      case 'string':
        return this.#type(node.kind === 'scalar', path);
      case 'boolean':
        return this.#type(node.kind === 'scalar' && /^(?:true|false)$/.test(node.text), path);
      case 'integer':
        return this.#type(node.kind === 'scalar' && /^\s*[+-]?\d+$/.test(node.text), path);
      case 'item':
        return this.#item(node, path);
      case 'enum':
        return this.#enum(node, schema.values, path);
      case 'array':
        return this.#array(node, schema.items, path);
      case 'object':
        return this.#object(node, schema, path);
    }
  }

  #warn(path: string, text: string): false {
    this.warnings.push(`failed for ${path}: ${text}`);
    return false;
  }

  #type(isRight: boolean, path: string): boolean {
    return isRight || this.#warn(path, "Value type not permitted by 'type' constraint.");
  }

  #item(node: YamlNode, path: string): boolean {
    if (node.kind === 'scalar') return true;
    this.#type(false, path);
    this.#type(false, path);
    return this.#warn(path, 'Failed to validate against any schemas allowed by anyOf constraint.');
  }

  #enum(node: YamlNode, values: readonly string[], path: string): boolean {
    const isKnown = node.kind === 'scalar' && values.includes(node.text);
    if (!isKnown) this.#warn(path, 'Failed to match against any enum values.');
    return this.#type(node.kind === 'scalar', path) && isKnown;
  }

  #array(node: YamlNode, items: Schema, path: string): boolean {
    const isArray = node.kind === 'sequence' || (node.kind === 'map' && node.entries.length === 0);
    const isValid = node.kind !== 'sequence' || this.#items(node, items, path);
    return this.#type(isArray, path) && isValid;
  }

  #items(node: YamlSequence, items: Schema, path: string): boolean {
    let isValid = true;
    for (const [index, item] of node.items.entries()) {
      if (this.run(item, items, `${path}[${index}]`)) continue;
      isValid = this.#warn(path, `Failed to validate item #${index} in array.`);
    }
    return isValid;
  }

  #object(node: YamlNode, schema: Schema & { kind: 'object' }, path: string): boolean {
    const isObject = node.kind === 'map' || (node.kind === 'sequence' && node.items.length === 0);
    if (!isObject) return this.#type(false, path);
    const map = node.kind === 'map' ? node : { ...node, kind: 'map' as const, entries: [], values: new Map() };
    let isValid = true;
    if (schema.isNeverEmpty === true && map.entries.length === 0) {
      isValid = this.#warn(path, 'Object should have no fewer than 1 properties.');
    }
    if (!this.#properties(map, schema.properties, path)) isValid = false;
    for (const name of schema.required ?? []) {
      if (!map.values.has(name)) isValid = this.#warn(path, `Missing required property '${name}'.`);
    }
    return isValid;
  }

  #properties(map: YamlMap, properties: Readonly<Record<string, Schema>>, path: string): boolean {
    const keys = map.entries.map(({ key }) => textOf(key));
    let isValid = true;
    let known = 0;
    for (const name of Object.keys(properties).toSorted()) {
      const value = map.values.get(name);
      const schema = properties[name];
      if (value === undefined || schema === undefined) continue;
      known++;
      if (this.run(value, schema, `${path}[${name}]`)) continue;
      isValid = this.#warn(path, `Failed to validate against schema associated with property name '${name}'.`);
    }
    if (known === keys.length) return isValid;
    const unwanted = keys.find((key) => !Object.hasOwn(properties, key)) ?? '';
    return this.#warn(
      path,
      `Object contains a property that could not be validated using 'properties' or 'additionalProperties' constraints: '${unwanted}'.`,
    );
  }
}
