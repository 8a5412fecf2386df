import { auditRecordRule, isAuditRecord } from '#alert/audit-record.ts';
import { auditRecord } from '#rules/audit-record.ts';
import { createRuleSet, ruleSources } from '#rules/rule-set.ts';
import { checkText } from '#rules/load/check-text.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import { loadRules, type RulesFile } from '#rules/load/load-rules.ts';
import { appendedOutputs } from './append-output.ts';
import type { RulesConfiguration, RuleSurroundings } from './configuration.ts';
import { eventConfiguration } from './event-configuration.ts';
import type { GlobalOptions } from './global-options.ts';
import { findRules } from './find-rules.ts';
import { noteUnusedSelectors, ruleSelectors } from './rule-selection.ts';
import { fileTrouble, type Surroundings } from './surroundings.ts';

/** For checking alone, fields need no machine to tell of. */
const nowhere = { hostname: '', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };

/**
 * Reads and checks the rules files, each over those before it. A change of one of them is a change of the configuration, so
 * that a set that does not load is refused as a whole and the old one goes on.
 */
export function ruleFiles(options: GlobalOptions, around: Surroundings): RulesConfiguration | undefined {
  const { rules } = options;
  const { files, isComplete } = readAll(rules.files, around);
  if (!isComplete) return undefined;
  const { catalogs, checkFormat } = ruleSources(nowhere);
  const minimum = rules.minimumpriority;
  const select = ruleSelectors(rules.selection);
  const checks = { catalogs, checkFormat, select, ...(minimum && { minimumPriority: minimum }) };
  const appendOutput = appendedOutputs(rules.append_output);
  const loaded = loadRules(files, { ...checks, appendOutput });
  const isOfAppended = !loaded.isSuccessful && appendOutput.length > 0 && loadRules(files, checks).isSuccessful;
  for (const result of loaded.results) {
    if (result.isSuccessful) continue;
    around.findings.problem({
      where: result.name,
      path: 'rules.files',
      message: `The rules do not load. ${checkText(result, loaded.contents).trimEnd()}`,
      remedy: isOfAppended
        ? 'The file is well; correct the fields in "rules.append_output", or say by "match" which source they are of.'
        : 'Mend the file; "tiercel rules check" tells the same.',
    });
  }
  refuseReservedName(loaded.rules, around.findings);
  noteUnusedSelectors(select, loaded.rules, around.findings);
  const { sources } = eventConfiguration(options);
  const otherwise = options.audit.keep === 'all' ? auditRecord({ ...checks, appendOutput }) : undefined;
  const settings = (machine: RuleSurroundings) => ({
    catalogs: ruleSources(machine, { ...sources, quirks: rules.quirks, oktaFailures: machine.oktaFailures }).catalogs,
    ruleMatching: rules.matching,
    hostname: machine.hostname,
    otherwise,
  });
  return {
    rules: loaded.rules,
    compile: (machine, nowMs) => createRuleSet(loaded.rules, { ...settings(machine), nowMs }),
    trial: (machine) => ({ files, loading: { ...checks, appendOutput }, settings: settings(machine), sources }),
  };
}

/** What such a rule finds would be taken for a record, and nobody would be told. */
function refuseReservedName(rules: readonly LoadedRule[], findings: Surroundings['findings']): void {
  if (!rules.some(isAuditRecordRule)) return;
  const message = `A rule has the name ${JSON.stringify(auditRecordRule)}, which is that of records kept by "audit.keep: all".`;
  findings.problem({ where: auditRecordRule, path: 'rules.files', message, remedy: 'Give the rule another name.' });
}

function isAuditRecordRule({ name, source }: LoadedRule): boolean {
  return isAuditRecord({ rule: name, source });
}

/** Whether all could be read. */
function readAll(paths: readonly string[], around: Surroundings): { files: RulesFile[]; isComplete: boolean } {
  const read = paths.map((path) => readRules(path, around));
  return { files: read.flatMap((files) => files ?? []), isComplete: !read.includes(undefined) };
}

/** The files of an entry of `rules.files`; `undefined` after a problem. A folder is followed as a whole, for files to come. */
function readRules(entry: string, around: Surroundings): readonly RulesFile[] | undefined {
  const { findings, listFolder } = around;
  try {
    const { files, folder } = findRules(entry, listFolder);
    if (folder !== undefined) findings.source(folder);
    if (files.length === 0) {
      const message = `There are no rules files, which end with .yaml or .yml: ${JSON.stringify(entry)}.`;
      findings.note({ where: entry, path: 'rules.files', message });
    }
    const read = files.map((file) => readOne(file, around));
    return read.includes(undefined) ? undefined : read.flatMap((file) => file ?? []);
  } catch (error) {
    findings.source(entry);
    findings.problem(unreadable(entry, error));
    return undefined;
  }
}

function readOne(name: string, { readFile, findings }: Surroundings): RulesFile | undefined {
  findings.source(name);
  try {
    return { name, text: readFile(name) };
  } catch (error) {
    findings.problem(unreadable(name, error));
    return undefined;
  }
}

function unreadable(where: string, error: unknown) {
  return {
    where,
    path: 'rules.files',
    message: `The rules file cannot be read: ${fileTrouble(error)}.`,
    remedy: 'Correct the path, or give this process the right to read it.',
  };
}
