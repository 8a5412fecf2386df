import { createReadStream } from 'node:fs';
import os from 'node:os';
import { createInterface } from 'node:readline';
import type { FalcoAlert } from '#alert/falco-json.ts';
import { kubernetesSource } from '#rules/fields/kubernetes-catalog.ts';
import { defaultSplitLimits, splitEvents } from '#rules/fields/split-events.ts';
import { createRuleSet, type RuleSet } from '#rules/rule-set.ts';
import type { Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { progressBar } from '../progress-bar.ts';
import { loadedOrFailure } from './rules-files.ts';
import { table } from '../table.ts';

interface Totals {
  events: number;
  refusals: number;
  readonly byRule: Map<string, number>;
}

/** Evaluates rules over audit logs: alerts as Falco writes them to the standard output, a summary to the other. */
export async function runRules(
  files: readonly string[],
  logs: readonly string[],
  ruleMatching: 'first' | 'all',
  terminal: Terminal,
): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const { loaded, catalogs } = loadedOrFailure(files);
  const set = createRuleSet(loaded.rules, { catalogs, ruleMatching, hostname: os.hostname() });
  const totals: Totals = { events: 0, refusals: 0, byRule: new Map() };
  const bar = progressBar(stderr, undefined);
  for (const log of logs) {
    for await (const line of createInterface({ input: createReadStream(log), crlfDelay: Infinity })) {
      for (const alert of detected(line, set, totals)) stdout.write(`${falcoJson(alert)}\n`);
      bar.show(totals.events);
    }
  }
  bar.end();
  stderr.write(`${summary(totals, set)}\n`);
  return exitCodes.ok;
}

function detected(line: string, set: RuleSet, totals: Totals): readonly FalcoAlert[] {
  if (line.trim() === '') return [];
  const firstNumber = BigInt(totals.events + 1);
  const { events, refusals } = splitEvents(line, { limits: defaultSplitLimits, source: kubernetesSource, firstNumber });
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

function summary({ events, refusals, byRule }: Totals, { size, foreign }: RuleSet): string {
  const rows = [...byRule].toSorted(([, a], [, b]) => b - a).map(([rule, count]) => [String(count), rule]);
  const notes = [
    `${events} events, ${size} rules${foreign > 0 ? `, and ${foreign} over system calls, which only Falco runs` : ''}.`,
    ...(refusals > 0 ? [`${refusals} lines or items are no audit events.`] : []),
  ];
  return [...(rows.length > 0 ? table(['ALERTS', 'RULE'], rows) : ['Nothing was found.']), ...notes].join('\n');
}
