import { styleText } from 'node:util';
import { DetectionComparison, type DetectionExample, type RuleDifference } from '#rules/compare-detections.ts';
import { createRuleSet, type RuleSet } from '#rules/rule-set.ts';
import { integerOption, type Invocation, type Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { table } from '../table.ts';
import { forEachEvent, splitterOf, totalsText, type LogTotals } from './log-events.ts';
import { ruleContext, rulesNamed, type RuleContext } from './rule-context.ts';

export async function diffRules(
  files: { readonly before: readonly string[]; readonly after: readonly string[] },
  invocation: Invocation,
  terminal: Terminal,
): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const context = await ruleContext(invocation, terminal);
  const splitter = splitterOf(invocation, context.sources);
  const [before, after] = [ruleSet(files.before, context), ruleSet(files.after, context)];
  const comparison = new DetectionComparison(integerOption(invocation, 'examples', 2));
  let lostEvents = 0;
  const totals = await forEachEvent({ invocation, splitter, operandsBefore: 2, stderr }, (event) => {
    const [old, now] = [before.detect(event), after.detect(event)];
    if (old.length > 0 && now.length === 0) lostEvents++;
    comparison.add(old, now);
  });
  const differences = comparison.differences();
  const text = invocation.flag('json')
    ? JSON.stringify({ events: totals.events, refusals: totals.refusals, lostEvents, rules: differences })
    : report(differences, totals, stdout);
  stdout.write(`${text}\n`);
  return lostEvents > 0 ? exitCodes.failure : exitCodes.ok;
}

function ruleSet(files: readonly string[], context: RuleContext): RuleSet {
  return createRuleSet(rulesNamed(files, context).loaded.rules, context.settings);
}

function report(differences: readonly RuleDifference[], totals: LogTotals, stream: NodeJS.WriteStream): string {
  const changed = differences.filter(({ gained, lost, changed: other }) => gained + lost + other > 0);
  const rows = differences.map(({ rule, gained, lost, kept, changed: other }) => [
    `+${gained}`,
    `-${lost}`,
    `=${kept}`,
    other > 0 ? `~${other}` : '',
    rule,
  ]);
  const sum = (key: 'gained' | 'lost' | 'kept' | 'changed') => differences.reduce((all, one) => all + one[key], 0);
  return [
    ...(rows.length > 0 ? table(['GAINED', 'LOST', 'KEPT', 'CHANGED', 'RULE'], rows) : ['Neither makes an alert.']),
    ...changed.flatMap(({ rule, examples }) => [
      '',
      styleText('bold', rule, { stream }),
      ...examples.map((example) => exampleText(example, stream)),
    ]),
    '',
    `${sum('gained')} gained, ${sum('lost')} lost, ${sum('kept')} kept (${sum('changed')} with other words), of ${totalsText(totals)}`,
  ].join('\n');
}

const signs = { gained: ['green', '+'], lost: ['red', '-'], changed: ['yellow', '~'] } as const;

function exampleText({ kind, output, before, instead }: DetectionExample, stream: NodeJS.WriteStream): string {
  const [colour, sign] = signs[kind];
  const when = kind === 'lost' ? 'now' : 'before';
  const others = instead.length === 0 ? '' : `\n      ${when}: ${instead.join(', ')}`;
  const old = before === undefined ? '' : `\n      before: ${before}`;
  return `  ${styleText(colour, sign, { stream })} ${output}${old}${others}`;
}
