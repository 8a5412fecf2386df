import type { FieldCatalog } from '#rules/fields/field.ts';
import { formatFields } from '#rules/fields/format.ts';
import { ruleSources } from '#rules/rule-set.ts';
import { ruleSurroundings } from '#app/rule-surroundings.ts';
import { checkText } from '#rules/load/check-text.ts';
import { describeRules } from '#rules/load/describe-rules.ts';
import { loadRules, type LoadResult, type RulesFile } from '#rules/load/load-rules.ts';
import { validateJson } from '#rules/load/result-json.ts';
import { resultText } from '#rules/load/result-text.ts';
import type { Invocation, Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { table } from './table.ts';

/** The sources of events as they are on this machine. */
function sources() {
  return ruleSources(ruleSurroundings(Date.now));
}

export function catalogsOf(): ReadonlyMap<string, FieldCatalog> {
  return sources().catalogs;
}

/** Rules as the commands load them, with the catalogues they were loaded with. */
export function loadRulesFiles(files: readonly RulesFile[]) {
  const { catalogs, checkFormat } = sources();
  return { loaded: loadRules(files, { catalogs, checkFormat }), catalogs };
}

export function checkRules(files: readonly RulesFile[], invocation: Invocation, { stdout }: Terminal): ExitCode {
  const { loaded } = loadRulesFiles(files);
  if (invocation.flag('json')) {
    stdout.write(`${JSON.stringify(validateJson(loaded))}\n`);
  } else if (invocation.flag('falco')) {
    const texts = loaded.results.map((result) => resultText(result, loaded.contents).trimEnd());
    stdout.write(`${texts.join('\n')}\n`);
  } else {
    stdout.write(`${textOf(loaded)}\n`);
  }
  return loaded.isSuccessful ? exitCodes.ok : exitCodes.failure;
}

export function textOf({ results, contents, pluginProblem }: LoadResult): string {
  const texts = results.map((result) => checkText(result, contents).trimEnd());
  return [...texts, ...(pluginProblem === undefined ? [] : [pluginProblem])].join('\n');
}

export function listRules(files: readonly RulesFile[], invocation: Invocation, terminal: Terminal): ExitCode {
  const { loaded, catalogs } = loadRulesFiles(files);
  if (!loaded.isSuccessful) {
    terminal.stderr.write(`${textOf(loaded)}\n`);
    return exitCodes.failure;
  }
  if (invocation.flag('json')) {
    terminal.stdout.write(`${JSON.stringify(describeRules(loaded, { catalogs, formatFields }))}\n`);
    return exitCodes.ok;
  }
  const wanted = invocation.text('source');
  const rows = loaded.rules
    .filter(({ source }) => wanted === undefined || source === wanted)
    .map(({ name, source, priority, isEnabled, tags }) => [
      name,
      source,
      priority,
      isEnabled ? 'enabled' : 'disabled',
      tags.join(' '),
    ]);
  terminal.stdout.write(`${table(['RULE', 'SOURCE', 'PRIORITY', '', 'TAGS'], rows).join('\n')}\n`);
  return exitCodes.ok;
}
