import type { Collector } from './collector.ts';
import { sortedTags } from './collector.ts';
import { invalid, optionalBoolean, optionalNumber, optionalText, readPriority, texts } from './decode.ts';
import type { RuleContent } from './definitions.ts';
import type { Findings } from './file-result.ts';
import { nodeContext, type LoadContext } from './load-context.ts';
import { readExceptions } from './read-exceptions.ts';
import type { Overrides } from './read-overrides.ts';
import type { YamlMap } from './yaml-node.ts';

interface UpdatedRule {
  readonly name: string;
  readonly source: string;
  readonly context: LoadContext;
}

/** Appends to a rule and replaces in it what `override` names; nothing else may be there. */
export function updateRule(
  item: YamlMap,
  rule: UpdatedRule,
  { appended, replaced }: Overrides,
  collector: Collector,
  findings: Findings,
): void {
  if (appended.size > 0) collector.appendRule(readUpdate(item, rule, appended, 'append', findings));
  if (replaced.size > 0) collector.replaceInRule(readUpdate(item, rule, replaced, 'replace', findings));
  const unexpected = keys.filter((key) => item.values.has(key) && !appended.has(key) && !replaced.has(key));
  const [first] = unexpected.toSorted();
  if (first === undefined) return;
  const message = `Unexpected key '${first}': no corresponding entry under 'override' is defined.`;
  invalid(message, nodeContext(item.values.get(first) ?? item, 'overrides', first, rule.context));
}

type Read = (item: YamlMap, context: LoadContext, isAppended: boolean, findings: Findings) => Partial<RuleContent>;

/** How each key of a rule is read, in the order in which Falco reads them. */
const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['condition', (item, context) => ({ condition: optionalText(item, 'condition', context) ?? '' })],
  [
    'exceptions',
    (item, context, isAppended, findings) => ({ exceptions: readExceptions(item, context, isAppended, findings) }),
  ],
  ['output', (item, context) => ({ output: optionalText(item, 'output', context) ?? '' })],
  ['desc', (item, context) => ({ description: optionalText(item, 'desc', context) ?? '' })],
  ['tags', (item, context) => ({ tags: sortedTags(texts(item, 'tags', context) ?? []) })],
  ['priority', (item, context) => ({ priority: readPriority(item, context) })],
  ['capture', (item, context) => ({ isCaptured: optionalBoolean(item, 'capture', context) ?? false })],
  ['capture_duration', (item, context) => ({ captureMs: optionalNumber(item, 'capture_duration', context) ?? 0 })],
  ['enabled', (item, context) => ({ isEnabled: optionalBoolean(item, 'enabled', context) ?? true })],
  [
    'warn_evttypes',
    (item, context) => ({ warnsOfEventTypes: optionalBoolean(item, 'warn_evttypes', context) ?? true }),
  ],
  [
    'skip-if-unknown-filter',
    (item, context) => ({ isSkippedIfUnknown: optionalBoolean(item, 'skip-if-unknown-filter', context) ?? false }),
  ],
]);

const keys = [...readers.keys()];

function readUpdate(
  item: YamlMap,
  { name, source, context }: UpdatedRule,
  overridden: ReadonlySet<string>,
  operation: 'append' | 'replace',
  findings: Findings,
) {
  let content: Partial<RuleContent> = {};
  for (const [key, read] of readers) {
    if (!overridden.has(key)) continue;
    if (!item.values.has(key)) {
      invalid(`An ${operation} override for '${key}' was specified but '${key}' is not defined`, context);
    }
    content = { ...content, ...read(item, context, operation === 'append', findings) };
  }
  // The source of a rule counts only where its condition changes.
  return { name, source: overridden.has('condition') ? source : '', context, content };
}
