import type { OptionInput } from './option-values.ts';
import type { Option, OptionGroup, OptionValue } from './option-tree.ts';

/** Every option of a group with the value in force, as it would be written; secrets only as `[secret]`. */
export function effectiveOptions(group: OptionGroup, input: OptionInput): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const [name, node] of group.options) {
    if (node.kind === 'group') {
      entries.push([name, effectiveOptions(node, inputOf(input[name]))]);
    } else if (node.kind === 'option') {
      const value = effectiveValue(node, input[name]);
      if (value !== undefined) entries.push([name, value]);
    }
  }
  return Object.fromEntries(entries);
}

function effectiveValue(option: Option, value: unknown): unknown {
  return value === undefined ? option.default : shown(value, option);
}

function shown(value: unknown, option: OptionValue): unknown {
  if (option.secret) return '[secret]';
  const { items } = option;
  if (!items?.secret) return withoutCredentials(value);
  if (Array.isArray(value)) return value.map(() => '[secret]');
  return Object.fromEntries(Object.keys(inputOf(value)).map((name) => [name, '[secret]']));
}

function inputOf(value: unknown): OptionInput {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** A URL may carry user and password where nobody declared a secret, and an `@` or more in these. */
function withoutCredentials(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/:\/\/[^/?#\s]+@/g, '://[secret]@');
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutCredentials(inner)]));
}
