import type { Command } from '../command.ts';
import { logOptions, rulesOption } from './rules-option.ts';

export const rulesCoverage: Command = {
  name: 'rules coverage',
  summary: 'tells what rules do with logs: never fired, hidden by others, fields that are never there, cost',
  operands: '[options] --rules <files> | -c <file> --on <log> ...',
  details: [
    'Which rules match no event, or can match none, and which only events that a rule before them has; which fields they ask for that no event has, as the',
    'audit policy leaves them out; which tactics and techniques of MITRE ATT&CK their tags name; and what each rule costs: for how',
    'many events the index leaves it to be asked, how often it is, and its share of the time. What rules have in common counts for the',
    'first that needs it.',
  ].join('\n'),
  options: {
    ...rulesOption,
    ...logOptions,
    all: { type: 'boolean', description: 'As with "rules.matching: all": no rule hides another.' },
    json: { type: 'boolean', description: 'The same as JSON.' },
  },
  maxOperands: 1000,
  examples: [
    {
      command: 'tiercel rules coverage --rules /etc/falco/rules.d --on /var/log/kubernetes/audit.log',
      explanation: 'Are the rules of any use here?',
    },
  ],
  async run(invocation, terminal) {
    const { coverRules } = await import('./cover-rules.ts');
    return coverRules(invocation, terminal);
  },
};
