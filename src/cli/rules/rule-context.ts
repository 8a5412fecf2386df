import { loadConfiguration } from '#config/load-configuration.ts';
import { ruleSources } from '#rules/rule-set.ts';
import { loadRules } from '#rules/load/load-rules.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import type { TrialParts } from '#rules/try-rules.ts';
import { ruleSurroundings } from '#app/rule-surroundings.ts';
import { UsageError, type Invocation, type Terminal } from '../command.ts';
import { configFile } from '../config-file.ts';
import { readRulesFiles, textOf, type LoadedFiles } from './rules-files.ts';

/** What rules and events are read with: what the configuration says that `-c` names; without one, what is the default. */
export interface RuleContext extends TrialParts {
  /** The rule by which `audit.keep: all` keeps events that no other matched. */
  readonly record?: LoadedRule | undefined;
}

/** @throws ConfigurationError, or Error where the configuration has no rules */
export async function ruleContext(invocation: Invocation, { environment }: Terminal): Promise<RuleContext> {
  const machine = ruleSurroundings(Date.now);
  const { file } = configFile(invocation);
  if (file === undefined) {
    const loading = ruleSources(machine);
    const ruleMatching = invocation.flag('all') ? 'all' : 'first';
    const settings = { catalogs: loading.catalogs, ruleMatching, hostname: machine.hostname } as const;
    return { files: [], loading, settings, sources: {} };
  }
  const { configuration } = await loadConfiguration({ environment, file });
  const parts = configuration.rules?.trial(machine);
  if (!parts) throw new Error(`"${file}" has no rules: name their files in "rules.files"`);
  // Records of events that no rule matched are none of what rules find.
  const { catalogs, ruleMatching, hostname, otherwise } = parts.settings;
  return {
    ...parts,
    record: otherwise,
    settings: { catalogs, ruleMatching: invocation.flag('all') ? 'all' : ruleMatching, hostname },
  };
}

/**
 * Loads the rules that `--rules` names, or else those of the configuration.
 * @throws UsageError where there are none, Error with what is wrong with them
 */
export function rulesMeant(invocation: Invocation, context: RuleContext): LoadedFiles {
  const names = invocation.text('rules');
  if (names !== undefined) return rulesNamed(names.split(','), context);
  if (context.files.length > 0) return loadedFiles(context.files, context);
  throw new UsageError('Which rules? Give their files with --rules, or a configuration that names them with -c');
}

/** @throws UsageError where there are none, Error with what is wrong with them */
export function rulesNamed(names: readonly string[], context: RuleContext): LoadedFiles {
  return loadedFiles(readRulesFiles(names), context);
}

function loadedFiles(files: RuleContext['files'], { loading, settings }: RuleContext): LoadedFiles {
  const loaded = loadRules(files, loading);
  if (!loaded.isSuccessful) throw new Error(textOf(loaded));
  return { loaded, catalogs: settings.catalogs };
}
