import { describeRule } from '#rules/load/describe-rules.ts';
import type { LoadedRule } from '#rules/load/loaded-rule.ts';
import { printCondition } from '#rules/language/print-condition.ts';
import type { Invocation, Terminal } from '../command.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { ruleContext, rulesMeant } from './rule-context.ts';
import { describeOptions, ruleNamed } from './rules-files.ts';

export async function showRules(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const { loaded, catalogs } = rulesMeant(invocation, await ruleContext(invocation, terminal));
  const names = invocation.operands;
  const rules = names.length === 0 ? loaded.rules : names.map((name) => ruleNamed(name, loaded.rules));
  const text = invocation.flag('json')
    ? rules.map(({ name }) => JSON.stringify(describeRule(loaded, name, describeOptions(catalogs)))).join('\n')
    : rules.map(shown).join('\n\n');
  terminal.stdout.write(`${text}\n`);
  return exitCodes.ok;
}

function shown(rule: LoadedRule): string {
  const { name, source, priority, isEnabled, tags, description, output, condition, definition } = rule;
  const rows = [
    ['place', placeOf(rule)],
    ['source', source],
    ['priority', priority],
    ['enabled', isEnabled ? 'yes' : 'no'],
    ['tags', tags.join(' ')],
    ['about', description.trim()],
    ['asks', definition.condition.trim()],
    ['in full', shortened(printCondition(condition))],
    ['prints', output],
    ...definition.exceptions.map((exception) => [
      'except',
      `${exception.name}: ${exception.values.length} values of ${[exception.fields].flat(2).join(', ')}`,
    ]),
  ];
  return [name, ...rows.map(([label = '', text = '']) => row(label, text))].join('\n');
}

/** Text of several lines stays in its column. */
function row(label: string, text: string): string {
  return `  ${label.padEnd(10)}${text.replaceAll(/\s*\n\s*/g, `\n${' '.repeat(12)}`)}`.trimEnd();
}

/** Lists can make a condition endless. */
const maxLength = 4000;

function shortened(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)} … (${text.length} characters)`;
}

function placeOf({ definition }: LoadedRule): string {
  const [{ name: file }] = definition.context.locations;
  const line = (definition.context.locations.at(-1)?.position.line ?? 0) + 1;
  return `${file}:${line}`;
}
