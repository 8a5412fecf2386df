import { RuleCoverage } from '#rules/coverage/rule-coverage.ts';
import type { Invocation, Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { coverageText } from './coverage-text.ts';
import { forEachEvent, splitterOf, totalsText } from './log-events.ts';
import { ruleContext, rulesMeant } from './rule-context.ts';

export async function coverRules(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const context = await ruleContext(invocation, terminal);
  const { loaded, catalogs } = rulesMeant(invocation, context);
  const splitter = splitterOf(invocation, context.sources);
  const { source } = splitter;
  const catalog = catalogs.get(source);
  const rules = loaded.rules.filter((rule) => rule.isEnabled && rule.source === source);
  if (catalog === undefined || rules.length === 0) throw new Error(`No rule of these files is for events of ${source}`);
  const { ruleMatching } = context.settings;
  const coverage = new RuleCoverage(rules, { catalog, ruleMatching, nowMs: () => performance.now() });
  const totals = await forEachEvent({ invocation, splitter, operandsBefore: 0, stderr }, (event) =>
    coverage.add(event),
  );
  const report = coverage.report();
  const text = invocation.flag('json')
    ? JSON.stringify({ ...report, refusals: totals.refusals })
    : `${coverageText(report, stdout)}\n\n${rules.length} rules, ${totalsText(totals)}`;
  stdout.write(`${text}\n`);
  return exitCodes.ok;
}
