import { styleText } from 'node:util';
import { explainRule, type RuleExplanation } from '#rules/explain.ts';
import { explainText, outcomeText, type ExplainStyle } from '#rules/explain-text.ts';
import type { RuleEvent } from '#rules/fields/field.ts';
import { integerOption, UsageError, type Invocation, type Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { table } from '../table.ts';
import { readEventFile } from './event-file.ts';
import { splitterOf } from './log-events.ts';
import { ruleContext, rulesMeant } from './rule-context.ts';
import { ruleNamed, type LoadedFiles } from './rules-files.ts';

const colours = { true: 'green', false: 'red', faint: 'dim', strong: 'bold' } as const;

export async function explainRules(file: string, invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { stdout } = terminal;
  const context = await ruleContext(invocation, terminal);
  const loadedFiles = rulesMeant(invocation, context);
  const event = theEvent(await readEventFile(file, splitterOf(invocation, context.sources)), invocation);
  const explain = (name: string) => explainRule(name, event, loadedFiles.loaded, context.settings);
  const [name] = invocation.operands;
  const names = name === undefined ? namesOf(loadedFiles, event.source) : [name];
  const explanations = names.flatMap((wanted) => explain(ruleNamed(wanted, loadedFiles.loaded.rules).name) ?? []);
  if (invocation.flag('json')) {
    stdout.write(`${JSON.stringify(name === undefined ? explanations : explanations[0])}\n`);
    return exitCodes.ok;
  }
  const paint = (style: ExplainStyle, text: string) => styleText(colours[style], text, { stream: stdout });
  const text =
    name === undefined
      ? outcomes(explanations)
      : explanations.map((one) => explainText(one, { paint, isFull: invocation.flag('full') })).join('\n\n');
  stdout.write(`${text}\n`);
  return exitCodes.ok;
}

/** Rules for other sources have nothing to say. */
function namesOf({ loaded }: LoadedFiles, eventSource: string): readonly string[] {
  return loaded.rules.filter(({ source }) => source === eventSource).map(({ name }) => name);
}

function outcomes(explanations: readonly RuleExplanation[]): string {
  const rows = explanations.map((one) => [one.outcome === 'alert' ? '✓' : '✗', one.rule, outcomeText(one)]);
  return table(['', 'RULE', ''], rows).join('\n');
}

function theEvent(events: readonly RuleEvent[], invocation: Invocation): RuleEvent {
  const number = integerOption(invocation, 'number', 1, 1);
  const event = events[number - 1];
  if (event === undefined || (events.length > 1 && invocation.text('number') === undefined)) {
    throw new UsageError(`There are ${events.length} events: say by --number which is meant, counted from 1`);
  }
  return event;
}
