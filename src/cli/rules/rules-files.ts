import { nearest } from '#kit/nearest.ts';
import type { FieldCatalog } from '#rules/fields/field.ts';
import { formatFields } from '#rules/fields/format.ts';
import { ruleSources } from '#rules/rule-set.ts';
import { ruleSurroundings } from '#app/rule-surroundings.ts';
import { checkText } from '#rules/load/check-text.ts';
import type { DescribeOptions } from '#rules/load/describe-rules.ts';
import { loadRules, type LoadResult, type RulesFile } from '#rules/load/load-rules.ts';
import { findRules } from '#config/find-rules.ts';
import { fileTrouble, listFiles, readTextFile } from '#config/surroundings.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import { UsageError } from '../command.ts';

/** Rules as the commands load them, with the catalogues they were loaded with. */
export interface LoadedFiles {
  readonly loaded: LoadResult;
  readonly catalogs: ReadonlyMap<string, FieldCatalog>;
}

/** The sources of events as they are on this machine. */
function sources() {
  return ruleSources(ruleSurroundings(Date.now));
}

export function catalogsOf(): ReadonlyMap<string, FieldCatalog> {
  return sources().catalogs;
}

/**
 * The rules of files, folders and patterns, as `rules.files` of the configuration has them.
 * @throws UsageError where there is none, Error where one cannot be read
 */
export function readRulesFiles(paths: readonly string[]): readonly RulesFile[] {
  if (paths.length === 0) throw new UsageError('Which rules files?');
  return paths.flatMap((entry) => {
    const { files } = findRules(entry, listFiles);
    if (files.length === 0) throw new Error(`There are no rules files, which end with .yaml or .yml: "${entry}"`);
    return files.map((name) => ({ name, text: readText(name) }));
  });
}

function readText(name: string): string {
  try {
    return readTextFile(name);
  } catch (error) {
    throw new Error(`The rules file "${name}" cannot be read: ${fileTrouble(error)}`, { cause: error });
  }
}

export function loadRulesFiles(files: readonly RulesFile[]): LoadedFiles {
  const { catalogs, checkFormat } = sources();
  return { loaded: loadRules(files, { catalogs, checkFormat }), catalogs };
}

export function textOf({ results, contents, pluginProblem }: LoadResult): string {
  const texts = results.map((result) => checkText(result, contents).trimEnd());
  return [...texts, ...(pluginProblem === undefined ? [] : [pluginProblem])].join('\n');
}

export function describeOptions(catalogs: ReadonlyMap<string, FieldCatalog>): DescribeOptions {
  return { catalogs, formatFields };
}

/** @throws Error with the name that may be meant */
export function ruleNamed(name: string, rules: readonly LoadedRule[]): LoadedRule {
  const found = rules.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    rules.map((rule) => rule.name),
  );
  const help = meant === undefined ? '"tiercel rules list" lists them.' : `Did you mean ${JSON.stringify(meant)}?`;
  throw new Error(`There is no rule ${JSON.stringify(name)} in these files. ${help}`);
}
