import { invalid } from './decode.ts';
import { RuleLoadError } from './file-result.ts';
import { fileContext, nodeContext, type LoadContext } from './load-context.ts';
import { textOf, type YamlMap } from './yaml-node.ts';

/** Which keys of an item are appended to an earlier one, and which replace its own. */
export interface Overrides {
  readonly appended: ReadonlySet<string>;
  readonly replaced: ReadonlySet<string>;
}

export function hasOverrides({ appended, replaced }: Overrides): boolean {
  return appended.size + replaced.size > 0;
}

export const appendWithOverride =
  "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

export const appendIsDeprecated =
  "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

/** Reads `override` of an item. */
export function readOverrides(
  item: YamlMap,
  appendable: readonly string[],
  replaceable: readonly string[],
  parent: LoadContext,
): Overrides {
  const appended = new Set<string>();
  const replaced = new Set<string>();
  const override = item.values.get('override');
  const context = nodeContext(item, 'overrides', '', parent);
  if (override?.kind === 'sequence' && override.items.length > 0) {
    throw new RuleLoadError('LOAD_ERR_VALIDATE', notAMap, fileContext(parent.locations[0].name));
  }
  for (const { key, value } of override?.kind === 'map' ? override.entries : []) {
    const name = textOf(key);
    const operation = textOf(value);
    const keyContext = nodeContext(key, 'overrides', name, context);
    const [canAppend, canReplace] = [appendable.includes(name), replaceable.includes(name)];
    if (operation === 'append') {
      if (!canAppend) invalid(`Key '${name}' cannot be appended to, use 'replace' instead`, keyContext);
      appended.add(name);
    } else if (operation === 'replace') {
      if (!canReplace) invalid(`Key '${name}' cannot be replaced`, keyContext);
      replaced.add(name);
    } else {
      const allowed = `${canAppend ? 'append ' : ''}${canReplace ? 'replace ' : ''}`;
      const message = `Invalid override operation for key '${name}': '${operation}'. Allowed values are: ${allowed}`;
      invalid(message, nodeContext(value, 'value for', name, context));
    }
  }
  return { appended, replaced };
}

/** What Falco's YAML reader says when it is asked for the keys of a list. */
const notAMap = 'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa';
