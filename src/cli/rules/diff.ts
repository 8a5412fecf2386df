import { UsageError, type Command } from '../command.ts';
import { logOptions, rulesConfigOption } from './rules-option.ts';

export const rulesDiff: Command = {
  name: 'rules diff',
  summary: 'tells what a change of rules changes: alerts gained, lost and kept over logs',
  operands: '[options] <old> <new> --on <log> ...',
  details: [
    'Old and new are rules files, folders or patterns, with commas between. Both are evaluated over the same events.',
    'Ends with 1 where an alert is lost that no other rule makes of the event instead.',
  ].join('\n'),
  options: {
    ...rulesConfigOption,
    ...logOptions,
    all: { type: 'boolean', description: 'Every rule that matches an event, not only the first.' },
    examples: { type: 'string', value: 'N', description: 'How many examples of each kind to show (default: 2).' },
    json: { type: 'boolean', description: 'The same as JSON.' },
  },
  maxOperands: 1000,
  examples: [
    {
      command: 'tiercel rules diff k8s.yaml k8s-new.yaml --on audit.log',
      explanation: 'Before a change is rolled out',
    },
    {
      command: 'tiercel rules diff k8s.yaml k8s.yaml,mine.yaml --on /var/log/kubernetes',
      explanation: 'What a file of exceptions takes away',
    },
  ],
  async run(invocation, terminal) {
    const [before, after] = invocation.operands;
    if (before === undefined || after === undefined) throw new UsageError('Which rules? Give the old ones and the new');
    const { diffRules } = await import('./diff-rules.ts');
    return diffRules({ before: before.split(','), after: after.split(',') }, invocation, terminal);
  },
};
