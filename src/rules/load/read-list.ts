import type { Collector } from './collector.ts';
import { invalid, optionalBoolean, requiredText, texts } from './decode.ts';
import type { Findings } from './file-result.ts';
import { nodeContext, type LoadContext } from './load-context.ts';
import { appendIsDeprecated, appendWithOverride, hasOverrides, readOverrides } from './read-overrides.ts';
import type { YamlMap } from './yaml-node.ts';

export const listKeys = ['list', 'items', 'append', 'override'];
export const macroKeys = ['macro', 'condition', 'append', 'override'];

/** Reads a list, defines it or appends to it, and returns where it is. */
export function readList(item: YamlMap, parent: LoadContext, collector: Collector, findings: Findings): LoadContext {
  const name = requiredText(item, 'list', nodeContext(item, 'list', '', parent));
  const context = nodeContext(item, 'list', name, parent);
  if (!/^[^()"'\s=,]+$/.test(name)) findings.warn('LOAD_INVALID_LIST_NAME', invalidListName, context);
  const items = texts(item, 'items', context) ?? invalid("Item has no mapping for key 'items'", context);
  const list = { name, context, items };
  if (isAppended(item, 'items', context, findings)) collector.appendList(list);
  else collector.defineList(list);
  return context;
}

export function readMacro(item: YamlMap, parent: LoadContext, collector: Collector, findings: Findings): LoadContext {
  const name = requiredText(item, 'macro', nodeContext(item, 'macro', '', parent));
  const context = nodeContext(item, 'macro', name, parent);
  if (!/^[a-zA-Z]+[a-zA-Z0-9_]*$/.test(name)) findings.warn('LOAD_INVALID_MACRO_NAME', invalidMacroName, context);
  const condition = requiredText(item, 'condition', context);
  const conditionNode = item.values.get('condition') ?? item;
  const macro = {
    name,
    context,
    condition,
    conditionContext: nodeContext(conditionNode, 'macro condition', '', context),
  };
  if (isAppended(item, 'condition', context, findings)) collector.appendMacro(macro);
  else collector.defineMacro(macro);
  return context;
}

/** Whether the one thing an item has goes behind that of an earlier one. */
function isAppended(item: YamlMap, key: string, context: LoadContext, findings: Findings): boolean {
  const hasAppend = optionalBoolean(item, 'append', context) ?? false;
  if (hasAppend) findings.warn('LOAD_DEPRECATED_ITEM', appendIsDeprecated, context);
  const overrides = readOverrides(item, [key], [key], context);
  if (hasAppend && hasOverrides(overrides)) invalid(appendWithOverride, context);
  return hasAppend || overrides.appended.has(key);
}

const invalidListName =
  'List has an invalid name. List names should match a regular expression: ([^()"\'[:space:]=,]+)';
const invalidMacroName =
  'Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)';
