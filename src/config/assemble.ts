import { checkGlobalOptions } from './check-global-options.ts';
import type { Configuration, RulesConfiguration } from './configuration.ts';
import { deepFreeze } from './deep-freeze.ts';
import { configureEntry } from './delivery-outputs.ts';
import { effectiveOptions } from './effective-options.ts';
import { enrichmentSettings } from './enrichment.ts';
import { globalConfiguration } from './global-configuration.ts';
import { globalOptions, type GlobalOptions } from './global-options.ts';
import { optionGroup, type JsonSchema } from './option-tree.ts';
import type { OptionValues } from './option-values.ts';
import type { LoadedEntry } from './output-entries.ts';
import { reportIssues } from './schema-issues.ts';
import type { Surroundings } from './surroundings.ts';

/** Checks all values against their schemas. `undefined` after problems with what is not an output's. */
export async function assemble(
  file: string | undefined,
  global: JsonSchema,
  values: OptionValues,
  entries: readonly LoadedEntry[],
  around: Surroundings,
): Promise<Configuration | undefined> {
  const { findings, environment } = around;
  const group = optionGroup(global, '');
  const input = values.in(group);
  const { data: options, error } = globalOptions.safeParse(input);
  if (error) reportIssues(error, { group, settings: values.settings, where: file ?? 'environment' }, findings);
  const enrichment = enrichmentSettings(input, values.settings, around);
  const setting = {
    installation: {
      customfields: Object.keys(enrichment.customfields),
      templatedfields: Object.keys(enrichment.templatedfields),
      outputs: entries.map(({ name }) => name),
      consoleurl: options?.console.url === undefined ? undefined : String(options.console.url),
    },
    shared: [input['mutualtlsfilespath'], input['mutualtlsclient'], input['tlsclient']],
  };
  const configured = entries.flatMap((entry) => configureEntry(entry, setting, findings) ?? []);
  if (!options) return undefined;
  const rules = await readRules(options, around);
  checkGlobalOptions(options, values.settings, findings);
  return deepFreeze({
    file,
    ...globalConfiguration(options, environment),
    enrichment,
    rules,
    outputs: configured.flatMap(({ outputs }) => outputs),
    effective: {
      global: effectiveOptions(group, input),
      outputs: configured.map(({ effective }) => effective),
    },
  });
}

/** Few installations have rules, and what reads them is large. */
async function readRules(options: GlobalOptions, around: Surroundings): Promise<RulesConfiguration | undefined> {
  if (options.rules.files.length === 0 && options.audit.keep === 'matching') return undefined;
  const { ruleFiles } = await import('./rule-files.ts');
  return ruleFiles(options, around);
}
