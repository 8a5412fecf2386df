import { UsageError, type Command } from '../command.ts';
import { rulesOption, sourceOption } from './rules-option.ts';

export const rulesExplain: Command = {
  name: 'rules explain',
  summary: 'tells why a rule makes an alert of an event, or does not',
  operands: '[options] --rules <files> | -c <file> --event <file> [rule]',
  details: [
    'Prints the condition as a tree, each part true or false with what it reads from the event, the exceptions, and the rule before it',
    'that has the event. What the outcome does not hang on is on one line. Without a rule, a line for each.',
  ].join('\n'),
  options: {
    ...rulesOption,
    event: { type: 'string', short: 'e', value: 'FILE', description: 'The event as JSON; "-" is the standard input.' },
    ...sourceOption,
    number: { type: 'string', value: 'N', description: 'Which of the events in the file, counted from 1.' },
    all: { type: 'boolean', description: 'As with "rules.matching: all": no rule takes an event from those after it.' },
    full: { type: 'boolean', description: 'Show every part.' },
    json: { type: 'boolean', description: 'The same as JSON.' },
  },
  maxOperands: 1,
  examples: [
    {
      command: 'tiercel rules explain --rules mine.yaml --event event.json "Pod created"',
      explanation: 'Why was there no alert?',
    },
    {
      command: 'tail -1 audit.log | tiercel rules explain --rules mine.yaml --event -',
      explanation: 'What does each rule say of the last event?',
    },
  ],
  async run(invocation, terminal) {
    const event = invocation.text('event');
    if (event === undefined) throw new UsageError('Which event? Give its file with --event');
    const { explainRules } = await import('./explain-rules.ts');
    return explainRules(event, invocation, terminal);
  },
};
