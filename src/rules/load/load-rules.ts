import type { Expression } from '../language/expression.ts';
import { Collector } from './collector.ts';
import { compileRules, type Compiled } from './compile-rules.ts';
import { Findings, RuleLoadError, unreadableFile, type FileResult } from './file-result.ts';
import type { LoadedRule, LoadOptions } from './loaded-rule.ts';
import { pluginProblem } from './plugin-requirements.ts';
import { readRulesFile } from './read-rules-file.ts';
import { selectRules } from './select-rules.ts';

export interface RulesFile {
  readonly name: string;
  readonly text: string;
}

export interface LoadResult {
  /** Whether every file loaded; if not, `rules` are those before the first that did not. */
  readonly isSuccessful: boolean;
  /** One for each file. */
  readonly results: readonly FileResult[];
  /** In the order in which they were first defined, those that are not enabled among them. */
  readonly rules: readonly LoadedRule[];
  /** What the files define, for who describes them. */
  readonly collector: Collector;
  readonly compiled: Compiled;
  /** The texts of the files by name, which snippets are cut from. */
  readonly contents: ReadonlyMap<string, string>;
  /** Which plugin is missing or too old; Falco ends at this. */
  readonly pluginProblem?: string;
}

/**
 * Loads rules files in order, as Falco does: each adds to, changes or replaces what those before it define, and after
 * each everything is compiled anew, so that the warnings of the first file are given again with the second.
 */
export function loadRules(files: readonly RulesFile[], options: LoadOptions): LoadResult {
  const collector = new Collector(options.catalogs);
  const contents = new Map<string, string>();
  const results: FileResult[] = [];
  let compiled = nothing;
  for (const { name, text } of files) {
    const content = text.replace(/^\ufeff/, '');
    contents.set(name, content);
    const loaded = loadFile({ name, text: content }, collector, options);
    results.push(loaded.result);
    compiled = loaded.compiled ?? compiled;
  }
  const problem = options.plugins && pluginProblem(collector.requiredPlugins, options.plugins);
  return {
    isSuccessful: problem === undefined && results.every((result) => result.isSuccessful),
    results,
    rules: selectRules(compiled.rules, options),
    collector,
    compiled,
    contents,
    ...(problem === undefined ? {} : { pluginProblem: problem }),
  };
}

const nothing: Compiled = {
  lists: [],
  usedLists: new Set<string>(),
  macros: new Map<string, Expression>(),
  usedMacros: new Set<string>(),
  rules: [],
};

/** Ten times the largest of Falco's. Reading YAML takes up to 200 times its size in memory. */
const maxFileBytes = 2 * 1024 * 1024;

function loadFile(
  { name, text }: RulesFile,
  collector: Collector,
  options: LoadOptions,
): { readonly result: FileResult; readonly compiled?: Compiled } {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxFileBytes) {
    const most = `a rules file may have ${maxFileBytes}: divide it, and append to its lists in the second file`;
    return { result: unreadableFile(name, `The file has ${bytes} bytes; ${most}`) };
  }
  const findings = new Findings();
  const { schemaStatus, error } = readRulesFile(name, text, collector, findings);
  const { warnings } = findings;
  if (error !== undefined) return { result: { name, isSuccessful: false, schemaStatus, errors: [error], warnings } };
  try {
    const compiled = compileRules(collector, options, findings);
    return { result: { name, isSuccessful: true, schemaStatus, errors: [], warnings }, compiled };
  } catch (failure) {
    if (!(failure instanceof RuleLoadError)) throw failure;
    const { code, message, context } = failure;
    return { result: { name, isSuccessful: false, schemaStatus, errors: [{ code, message, context }], warnings } };
  }
}
