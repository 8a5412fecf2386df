import type { FalcoAlert } from '#alert/falco-json.ts';
import { kubernetesSource } from '#rules/fields/kubernetes-catalog.ts';
import type { SourceSplitter } from '#rules/fields/split-source.ts';
import { createRuleSet, type RuleSet } from '#rules/rule-set.ts';
import type { Invocation, Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { progressBar } from '../progress-bar.ts';
import { findLogs, logTexts, type LogText } from './log-files.ts';
import { splitterOf } from './log-events.ts';
import { ruleContext, rulesMeant } from './rule-context.ts';
import { table } from '../table.ts';

interface Totals {
  events: number;
  refusals: number;
  readonly byRule: Map<string, number>;
}

/** Evaluates rules over logs of a source: alerts as Falco writes them to the standard output, a summary to the other. */
export async function runRules(logs: readonly string[], invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const context = await ruleContext(invocation, terminal);
  const splitter = splitterOf(invocation, context.sources);
  const set = createRuleSet(rulesMeant(invocation, context).loaded.rules, context.settings);
  const totals: Totals = { events: 0, refusals: 0, byRule: new Map() };
  const bar = progressBar(stderr, undefined);
  for (const log of findLogs(logs)) {
    for await (const text of logTexts(log)) {
      for (const alert of detected(text, splitter, set, totals)) stdout.write(`${falcoJson(alert)}\n`);
      bar.show(totals.events);
    }
  }
  bar.end();
  stderr.write(`${summary(totals, set, splitter.source)}\n`);
  return exitCodes.ok;
}

function detected(
  { text, writtenNs }: LogText,
  { split }: SourceSplitter,
  set: RuleSet,
  totals: Totals,
): readonly FalcoAlert[] {
  const { events, refusals } = split(text, BigInt(totals.events + 1), writtenNs);
  totals.events += events.length;
  totals.refusals += refusals.length;
  const alerts = events.flatMap((event) => set.detect(event));
  for (const { rule } of alerts) totals.byRule.set(rule, (totals.byRule.get(rule) ?? 0) + 1);
  return alerts;
}

/** As Falco prints it: the keys in the order of their names. */
function falcoJson({ hostname, output, outputFields, priority, rule, source, tags, time }: FalcoAlert): string {
  return JSON.stringify({ hostname, output, output_fields: outputFields, priority, rule, source, tags, time });
}

function summary({ events, refusals, byRule }: Totals, set: RuleSet, source: string): string {
  const rows = [...byRule].toSorted(([, a], [, b]) => b - a).map(([rule, count]) => [String(count), rule]);
  const notes = [
    `${events} events, ${set.sizeOf(source)} rules${set.foreign > 0 ? `, and ${set.foreign} over system calls, which only Falco runs` : ''}.`,
    ...(refusals > 0
      ? [`${refusals} lines or items are no ${source === kubernetesSource ? 'audit events' : `events of ${source}`}.`]
      : []),
  ];
  return [...(rows.length > 0 ? table(['ALERTS', 'RULE'], rows) : ['Nothing was found.']), ...notes].join('\n');
}
