import type { Collector } from './collector.ts';
import { invalid, parseNumber, requiredText } from './decode.ts';
import type { PluginRequirement } from './definitions.ts';
import { RuleLoadError, type Findings, type LoadError } from './file-result.ts';
import { fileContext, markContext, nodeContext, type LoadContext } from './load-context.ts';
import { listKeys, macroKeys, readList, readMacro } from './read-list.ts';
import { readRule, ruleKeys } from './read-rule.ts';
import { readYaml } from './read-yaml.ts';
import { schemaStatus } from './schema-check.ts';
import { engineVersion, parseVersion } from './version.ts';
import { textOf, YamlError, type YamlMap, type YamlNode } from './yaml-node.ts';

export interface ReadResult {
  readonly schemaStatus: readonly string[];
  /** What ended the reading. */
  readonly error?: LoadError;
}

/** Reads a file into the collector, up to the first error. */
export function readRulesFile(name: string, text: string, collector: Collector, findings: Findings): ReadResult {
  const context = fileContext(name);
  let status: readonly string[] = [];
  try {
    const documents = readYaml(text);
    status = documents.flatMap(schemaStatus);
    for (const document of documents) readDocument(document, context, collector, findings);
    return { schemaStatus: status };
  } catch (error) {
    return { schemaStatus: status, error: asLoadError(error, context, status.length > 0) };
  }
}

function asLoadError(error: unknown, context: LoadContext, isYaml: boolean): LoadError {
  if (error instanceof RuleLoadError) return { code: error.code, message: error.message, context: error.context };
  if (!(error instanceof YamlError)) throw error;
  if (isYaml) return { code: 'LOAD_ERR_VALIDATE', message: error.message, context };
  const isConversion = error.message.endsWith('bad conversion');
  const place = isConversion ? context : markContext(error.mark, 'value for', '', context);
  return { code: 'LOAD_ERR_YAML_PARSE', message: error.message, context: place };
}

function readDocument(document: YamlNode, context: LoadContext, collector: Collector, findings: Findings): void {
  if (document.kind === 'null') return;
  if (document.kind === 'scalar') invalid('Rules content is not yaml', context);
  if (document.kind === 'map') invalid('Rules content is not yaml array of objects', context);
  for (const item of document.items) {
    if (item.kind !== 'null') readItem(item, context, collector, findings);
  }
}

function readItem(item: YamlNode, parent: LoadContext, collector: Collector, findings: Findings): void {
  const context = nodeContext(item, 'rules content item', '', parent);
  if (item.kind !== 'map') return invalid(notAMap, context);
  const kind = kinds.find(({ key }) => item.values.has(key));
  if (kind === undefined) return findings.warn('LOAD_UNKNOWN_ITEM', 'Unknown top level item', context);
  const itemContext = kind.read(item, parent, collector, findings);
  for (const { key } of item.entries) {
    const name = textOf(key);
    if (kind.keys.includes(name)) continue;
    findings.warn('LOAD_UNKNOWN_KEY', `Unknown key '${name}'. The key will be ignored.`, itemContext);
  }
}

const notAMap = 'Unexpected element type. Each element should be a yaml associative array.';

interface Kind {
  readonly key: string;
  readonly keys: readonly string[];
  read(item: YamlMap, parent: LoadContext, collector: Collector, findings: Findings): LoadContext;
}

/** An item that could be several things is the first of these. */
const kinds: readonly Kind[] = [
  { key: 'required_engine_version', keys: ['required_engine_version'], read: readEngineVersion },
  { key: 'required_plugin_versions', keys: ['required_plugin_versions'], read: readPluginVersions },
  { key: 'list', keys: listKeys, read: readList },
  { key: 'macro', keys: macroKeys, read: readMacro },
  { key: 'rule', keys: ruleKeys, read: readRule },
];

function readEngineVersion(item: YamlMap, parent: LoadContext, collector: Collector): LoadContext {
  const context = nodeContext(item, 'required_engine_version', '', parent);
  const text = requiredText(item, 'required_engine_version', context);
  const minor = parseNumber(text);
  const version = minor === undefined ? parseVersion(text) : { ...engineVersion, minor };
  const unparsable = `Unable to parse engine version '${text}' as a semver string. Expected "x.y.z" semver format.`;
  collector.requireEngine(version ?? invalid(unparsable, context), context);
  return context;
}

function readPluginVersions(item: YamlMap, parent: LoadContext, collector: Collector): LoadContext {
  const plugins = item.values.get('required_plugin_versions') ?? item;
  const context = nodeContext(plugins, 'required plugin versions', '', parent);
  if (plugins.kind !== 'sequence') return invalid('Value of required_plugin_versions must be a sequence', context);
  for (const plugin of plugins.items) readPlugin(plugin, context, collector);
  return nodeContext(item, 'required plugin versions', '', parent);
}

function readPlugin(plugin: YamlNode, parent: LoadContext, collector: Collector): void {
  const unnamed = nodeContext(plugin, 'required plugin versions entry', '', parent);
  if (plugin.kind !== 'map') return invalid('Plugin version must be a mapping', unnamed);
  const name = requiredText(plugin, 'name', unnamed);
  const context = nodeContext(plugin, 'required plugin versions entry', name, parent);
  const requirement = { name, version: requiredText(plugin, 'version', context) };
  const alternatives = plugin.values.get('alternatives');
  if (alternatives === undefined) return collector.requirePlugin([requirement], context);
  if (alternatives.kind !== 'sequence') {
    return invalid('Value of plugin version alternatives must be a sequence', context);
  }
  collector.requirePlugin([requirement, ...alternatives.items.map((item) => readAlternative(item, context))], context);
}

function readAlternative(item: YamlNode, parent: LoadContext): PluginRequirement {
  const unnamed = nodeContext(item, 'required plugin versions alternative', '', parent);
  if (item.kind !== 'map') return invalid('Plugin version alternative must be a mapping', unnamed);
  const name = requiredText(item, 'name', unnamed);
  const context = nodeContext(item, 'required plugin versions alternative', name, parent);
  return { name, version: requiredText(item, 'version', context) };
}
