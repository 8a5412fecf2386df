import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { table } from '../table.ts';
import { rulesConfigOption } from './rules-option.ts';

export const rulesList: Command = {
  name: 'rules list',
  summary: 'lists rules, as "falco -L" does',
  operands: '[options] [file or folder] ...',
  options: {
    ...rulesConfigOption,
    source: { type: 'string', value: 'NAME', description: 'Of this source only, such as k8s_audit.' },
    json: {
      type: 'boolean',
      description: "Falco's JSON instead of a table: lists, macros and rules with their details.",
    },
  },
  maxOperands: 1000,
  examples: [
    { command: 'tiercel rules list --source k8s_audit k8s_audit_rules.yaml', explanation: 'What they look for' },
    { command: 'tiercel rules list -c tiercel.yaml', explanation: 'Which rules are in force' },
  ],
  async run(invocation, terminal) {
    const { stdout } = terminal;
    const { describeOptions } = await import('./rules-files.ts');
    const { ruleContext, rulesMeant, rulesNamed } = await import('./rule-context.ts');
    const context = await ruleContext(invocation, terminal);
    const names = invocation.operands;
    const { loaded, catalogs } = names.length > 0 ? rulesNamed(names, context) : rulesMeant(invocation, context);
    if (invocation.flag('json')) {
      const { describeRules } = await import('#rules/load/describe-rules.ts');
      stdout.write(`${JSON.stringify(describeRules(loaded, describeOptions(catalogs)))}\n`);
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
    stdout.write(`${table(['RULE', 'SOURCE', 'PRIORITY', '', 'TAGS'], rows).join('\n')}\n`);
    return exitCodes.ok;
  },
};
