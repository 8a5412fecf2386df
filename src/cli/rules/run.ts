import { UsageError, type Command } from '../command.ts';
import { rulesOption } from './rules-option.ts';

export const rulesRun: Command = {
  name: 'rules run',
  summary: 'evaluates rules over Kubernetes audit logs',
  operands: '--rules <files> [options] <log> ...',
  details: 'A log has a JSON object a line. Prints an alert a line, and a summary to the standard error.',
  options: {
    ...rulesOption,
    all: { type: 'boolean', description: 'Every rule that matches an event, not only the first.' },
  },
  maxOperands: 1000,
  examples: [
    {
      command: 'tiercel rules run --rules k8s_audit_rules.yaml audit.log',
      explanation: 'What would have been found in a log',
    },
  ],
  async run(invocation, terminal) {
    const names = invocation.text('rules');
    if (names === undefined) throw new UsageError('Which rules? Give their files with --rules');
    if (invocation.operands.length === 0) throw new UsageError('Which audit logs?');
    const { runRules } = await import('./run-rules.ts');
    return runRules(names.split(','), invocation.operands, invocation.flag('all') ? 'all' : 'first', terminal);
  },
};
