import { createRuleSet, ruleSources } from '#rules/rule-set.ts';
import { checkText } from '#rules/load/check-text.ts';
import { loadRules, type RulesFile } from '#rules/load/load-rules.ts';
import type { RulesConfiguration } from './configuration.ts';
import type { GlobalOptions } from './global-options.ts';
import { fileTrouble, type Surroundings } from './surroundings.ts';

/** For checking alone, fields need no machine to tell of. */
const nowhere = { hostname: '', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };

/**
 * Reads and checks the rules files, each over those before it. A change of one of them is a change of the configuration, so
 * that a set that does not load is refused as a whole and the old one goes on.
 */
export function ruleFiles({ rules }: GlobalOptions, around: Surroundings): RulesConfiguration | undefined {
  const files = rules.files.flatMap((file) => readRules(file, around));
  if (files.length < rules.files.length) return undefined;
  const { catalogs, checkFormat } = ruleSources(nowhere);
  const minimum = rules.minimumpriority;
  const loaded = loadRules(files, { catalogs, checkFormat, ...(minimum && { minimumPriority: minimum }) });
  for (const result of loaded.results) {
    if (result.isSuccessful) continue;
    around.findings.problem({
      where: result.name,
      path: 'rules.files',
      message: `The rules do not load. ${checkText(result, loaded.contents).trimEnd()}`,
      remedy: 'Mend the file; "tiercel rules check" tells the same.',
    });
  }
  return {
    rules: loaded.rules,
    compile: (machine) =>
      createRuleSet(loaded.rules, {
        catalogs: ruleSources(machine).catalogs,
        ruleMatching: rules.matching,
        hostname: machine.hostname,
      }),
  };
}

function readRules(name: string, { readFile, findings }: Surroundings): RulesFile[] {
  findings.source(name);
  try {
    return [{ name, text: readFile(name) }];
  } catch (error) {
    findings.problem({
      where: name,
      path: 'rules.files',
      message: `The rules file cannot be read: ${fileTrouble(error)}.`,
      remedy: 'Correct the path, or give this process the right to read it.',
    });
    return [];
  }
}
