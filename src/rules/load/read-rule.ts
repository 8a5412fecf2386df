import { sortedTags, type Collector } from './collector.ts';
import { invalid, optionalBoolean, optionalNumber, optionalText, readPriority, requiredText, texts } from './decode.ts';
import type { RuleContent } from './definitions.ts';
import type { Findings } from './file-result.ts';
import { nodeContext, type LoadContext } from './load-context.ts';
import { readExceptions } from './read-exceptions.ts';
import { appendIsDeprecated, appendWithOverride, hasOverrides, readOverrides } from './read-overrides.ts';
import { updateRule } from './read-rule-update.ts';
import type { YamlMap } from './yaml-node.ts';

const appendable = ['condition', 'output', 'desc', 'tags', 'exceptions'];
const replaceable = [
  ...appendable,
  'priority',
  'capture',
  'capture_duration',
  'enabled',
  'warn_evttypes',
  'skip-if-unknown-filter',
];

export const ruleKeys = ['rule', 'source', 'override', 'append', ...replaceable];

/** Reads a rule or a change of one, and returns where it is. */
export function readRule(item: YamlMap, parent: LoadContext, collector: Collector, findings: Findings): LoadContext {
  const name = requiredText(item, 'rule', nodeContext(item, 'rule', '', parent));
  const context = nodeContext(item, 'rule', name, parent);
  const source = sourceOf(item, context);
  const hasAppend = optionalBoolean(item, 'append', context) ?? false;
  if (hasAppend) findings.warn('LOAD_DEPRECATED_ITEM', appendIsDeprecated, context);
  const overrides = readOverrides(item, appendable, replaceable, context);
  if (hasAppend && hasOverrides(overrides)) invalid(appendWithOverride, context);
  if (hasOverrides(overrides)) updateRule(item, { name, source, context }, overrides, collector, findings);
  else if (hasAppend) appendToRule(item, { name, source, context }, collector, findings);
  else if (isDefinition(item)) defineRule(item, name, context, collector, findings);
  else enableRule(item, name, context, collector, findings);
  return context;
}

/** Where a rule is changed the source may be left empty. */
function sourceOf(item: YamlMap, context: LoadContext): string {
  const source = item.values.get('source');
  const isEmpty = source?.kind === 'null' || (source?.kind === 'scalar' && source.text === '');
  return isEmpty ? '' : (optionalText(item, 'source', context) ?? '');
}

function isDefinition(item: YamlMap): boolean {
  return ['condition', 'output', 'desc', 'priority'].some((key) => item.values.has(key));
}

function enableRule(item: YamlMap, name: string, context: LoadContext, collector: Collector, findings: Findings): void {
  const isEnabled =
    optionalBoolean(item, 'enabled', context) ?? invalid("Item has no mapping for key 'enabled'", context);
  findings.warn('LOAD_DEPRECATED_ITEM', enabledIsDeprecated, context);
  collector.enableRule(name, isEnabled, context);
}

function appendToRule(
  item: YamlMap,
  rule: { readonly name: string; readonly source: string; readonly context: LoadContext },
  collector: Collector,
  findings: Findings,
): void {
  const condition = optionalText(item, 'condition', rule.context);
  const hasExceptions = item.values.has('exceptions');
  const exceptions = hasExceptions ? readExceptions(item, rule.context, true, findings) : undefined;
  collector.appendRule({
    ...rule,
    content: { ...(condition === undefined ? {} : { condition }), ...(exceptions === undefined ? {} : { exceptions }) },
  });
}

function defineRule(item: YamlMap, name: string, context: LoadContext, collector: Collector, findings: Findings): void {
  const condition = requiredText(item, 'condition', context);
  const output = trim(requiredText(item, 'output', context));
  const description = requiredText(item, 'desc', context);
  const priority = readPriority(item, context);
  const source = optionalText(item, 'source', context) ?? 'syscall';
  const content: RuleContent = {
    condition,
    output,
    description,
    priority,
    isEnabled: optionalBoolean(item, 'enabled', context) ?? true,
    isCaptured: optionalBoolean(item, 'capture', context) ?? false,
    captureMs: optionalNumber(item, 'capture_duration', context) ?? 0,
    warnsOfEventTypes: optionalBoolean(item, 'warn_evttypes', context) ?? true,
    isSkippedIfUnknown: optionalBoolean(item, 'skip-if-unknown-filter', context) ?? false,
    tags: sortedTags(texts(item, 'tags', context) ?? []),
    exceptions: readExceptions(item, context, false, findings),
  };
  const at = (key: string) => item.values.get(key) ?? item;
  const conditionContext = nodeContext(at('condition'), 'rule condition', '', context);
  const outputContext = nodeContext(at('output'), 'rule output', '', context);
  collector.defineRule({ name, source, context, conditionContext, outputContext, ...content }, findings);
}

const enabledIsDeprecated =
  "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";

function trim(text: string): string {
  return text.replace(/^[ \t\n\v\f\r]+/, '').replace(/[ \t\n\v\f\r]+$/, '');
}
