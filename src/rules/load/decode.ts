import { parsePriority, type Priority } from '#alert/priority.ts';
import { RuleLoadError } from './file-result.ts';
import { nodeContext, type LoadContext } from './load-context.ts';
import type { YamlMap, YamlNode } from './yaml-node.ts';

/** Ends the reading of a file whose structure is wrong. */
export function invalid(message: string, context: LoadContext): never {
  throw new RuleLoadError('LOAD_ERR_YAML_VALIDATE', message, context);
}

/** A text that must be there. */
export function requiredText(item: YamlMap, key: string, context: LoadContext): string {
  return optionalText(item, key, context) ?? invalid(`Item has no mapping for key '${key}'`, context);
}

export function optionalText(item: YamlMap, key: string, context: LoadContext): string | undefined {
  const value = item.values.get(key);
  if (value === undefined) return undefined;
  if (value.kind === 'null') invalid(`Mapping for key '${key}' is empty`, context);
  const valueContext = nodeContext(value, 'value for', key, context);
  if (value.kind !== 'scalar') return invalid('Value is not a scalar value', valueContext);
  if (value.text === '') invalid('Value must be non-empty', valueContext);
  return value.text;
}

export function optionalBoolean(item: YamlMap, key: string, context: LoadContext): boolean | undefined {
  const text = optionalText(item, key, context);
  return text === undefined ? undefined : (parseBoolean(text) ?? undecodable(item, key, context));
}

/** A whole number of 32 bits, in decimal, octal or hexadecimal notation. */
export function optionalNumber(item: YamlMap, key: string, context: LoadContext): number | undefined {
  const text = optionalText(item, key, context);
  return text === undefined ? undefined : (parseNumber(text) ?? undecodable(item, key, context));
}

/** A list of texts. */
export function texts(item: YamlMap, key: string, context: LoadContext): readonly string[] | undefined {
  const value = item.values.get(key);
  if (value === undefined) return undefined;
  const valueContext = nodeContext(value, 'value for', key, context);
  if (value.kind !== 'sequence') return invalid('Value is not a sequence', valueContext);
  return value.items.map((node) => {
    if (node.kind === 'scalar') return node.text;
    return invalid('sequence value is not scalar', nodeContext(node, 'list item', '', valueContext));
  });
}

export function readPriority(item: YamlMap, context: LoadContext): Priority {
  const priority = parsePriority(requiredText(item, 'priority', context));
  const place = item.values.get('priority') ?? item;
  return priority ?? invalid('Invalid priority', nodeContext(place, 'rule priority', '', context));
}

export function parseNumber(text: string): number | undefined {
  const digits = /^\s*\+?(0[xX][0-9a-fA-F]+|\d+)\s*$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const isOctal = /^0[0-9]/.test(digits);
  if (isOctal && /[89]/.test(digits)) return undefined;
  const number = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  return number <= 0xffff_ffff ? number : undefined;
}

/** As YAML 1.1 has them, all in one case or with a capital. */
function parseBoolean(text: string): boolean | undefined {
  if (!/^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(text)) return undefined;
  const lower = text.toLowerCase();
  if (['y', 'yes', 'true', 'on'].includes(lower)) return true;
  return ['n', 'no', 'false', 'off'].includes(lower) ? false : undefined;
}

function undecodable(item: YamlMap, key: string, context: LoadContext): never {
  const value: YamlNode = item.values.get(key) ?? item;
  return invalid("Can't decode YAML scalar value", nodeContext(value, 'value for', key, context));
}
