import type { Command } from '../command.ts';
import { rulesOption } from './rules-option.ts';

export const rulesShow: Command = {
  name: 'rules show',
  summary: 'shows rules whole: where they stand, what they ask, what they print',
  operands: '[options] --rules <files> | -c <file> [name] ...',
  details: 'With lists, macros and exceptions in their places. Without a name, all rules.',
  options: {
    ...rulesOption,
    json: { type: 'boolean', description: 'JSON as "falco -l NAME" prints it, a rule a line.' },
  },
  maxOperands: 1000,
  examples: [
    { command: 'tiercel rules show --rules /etc/falco/rules.d "Pod created"', explanation: 'What does this rule ask?' },
    { command: 'tiercel rules show --rules mine.yaml', explanation: 'All rules of a file' },
  ],
  async run(invocation, terminal) {
    const { showRules } = await import('./show-rules.ts');
    return showRules(invocation, terminal);
  },
};
