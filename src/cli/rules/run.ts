import { UsageError, type Command } from '../command.ts';
import { rulesOption, sourceOption } from './rules-option.ts';

export const rulesRun: Command = {
  name: 'rules run',
  summary: 'evaluates rules over audit logs of Kubernetes, CloudTrail, Google Cloud, Okta or GitHub',
  operands: '--rules <files> | -c <file> [options] <log> ...',
  details: [
    'A log has JSON: an object a line, or one value with a list of them; it may be gzip. A folder stands for all logs in it and below.',
    'Prints an alert a line, and a summary to the standard error.',
  ].join('\n'),
  options: {
    ...rulesOption,
    ...sourceOption,
    all: { type: 'boolean', description: 'Every rule that matches an event, not only the first.' },
  },
  maxOperands: 1000,
  examples: [
    {
      command: 'tiercel rules run --rules k8s_audit_rules.yaml audit.log',
      explanation: 'What would have been found in a log',
    },
    {
      command: 'tiercel rules run --source aws_cloudtrail --rules aws_cloudtrail_rules.yaml AWSLogs',
      explanation: 'The same of CloudTrail, in a copy of its bucket',
    },
  ],
  async run(invocation, terminal) {
    if (invocation.operands.length === 0) throw new UsageError('Which logs?');
    const { runRules } = await import('./run-rules.ts');
    return runRules(invocation.operands, invocation, terminal);
  },
};
