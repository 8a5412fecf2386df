import { RuleCoverage } from '#rules/coverage/rule-coverage.ts';
import type { Invocation, Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { coverageText } from './coverage-text.ts';
import { forEachEvent, sourceOf, totalsText } from './log-events.ts';
import { loadedOrFailure } from './rules-files.ts';

export async function coverRules(
  files: readonly string[],
  invocation: Invocation,
  { stdout, stderr }: Terminal,
): Promise<ExitCode> {
  const { loaded, catalogs } = loadedOrFailure(files);
  const source = sourceOf(invocation);
  const catalog = catalogs.get(source);
  const rules = loaded.rules.filter((rule) => rule.isEnabled && rule.source === source);
  if (catalog === undefined || rules.length === 0) throw new Error(`No rule of these files is for events of ${source}`);
  const ruleMatching = invocation.flag('all') ? 'all' : 'first';
  const coverage = new RuleCoverage(rules, { catalog, ruleMatching, nowMs: () => performance.now() });
  const totals = await forEachEvent({ invocation, operandsBefore: 0, stderr }, (event) => coverage.add(event));
  const report = coverage.report();
  const text = invocation.flag('json')
    ? JSON.stringify({ ...report, refusals: totals.refusals })
    : `${coverageText(report, stdout)}\n\n${rules.length} rules, ${totalsText(totals)}`;
  stdout.write(`${text}\n`);
  return exitCodes.ok;
}
