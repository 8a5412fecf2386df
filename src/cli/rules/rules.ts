import { commandGroup } from '../command.ts';
import { rulesCheck } from './check.ts';
import { rulesCoverage } from './coverage.ts';
import { rulesDiff } from './diff.ts';
import { rulesExplain } from './explain.ts';
import { rulesFields } from './fields.ts';
import { rulesList } from './list.ts';
import { rulesRun } from './run.ts';
import { rulesShow } from './show.ts';
import { rulesTest } from './test.ts';

export const rules = commandGroup({
  name: 'rules',
  summary: 'for the people who write rules: checks, shows and explains them, and runs them over Kubernetes audit logs',
  details: [
    'Rules are those of Falco, engine 0.63.0. Files are loaded in their order, each over those before it.',
    'Rules over system calls can be checked and listed; it takes Falco itself to run them.',
  ].join('\n'),
  subcommands: [
    rulesCheck,
    rulesList,
    rulesShow,
    rulesFields,
    rulesTest,
    rulesExplain,
    rulesRun,
    rulesDiff,
    rulesCoverage,
  ],
  examples: [
    { command: 'tiercel rules check k8s_audit_rules.yaml mine.yaml', explanation: 'Before rules are rolled out' },
    {
      command: 'tiercel rules run --rules k8s_audit_rules.yaml audit.log',
      explanation: 'What would have been found in a log',
    },
  ],
});
