import type { Command } from '../command.ts';
import { rulesConfigOption } from './rules-option.ts';

export const rulesTest: Command = {
  name: 'rules test',
  summary: 'runs the tests that stand beside rules',
  operands: '[options] [file or folder] ...',
  details: [
    'Tests of k8s.yaml stand in k8s.test.yaml. Folders, without one this, are searched for *.test.yaml and *.test.yml:',
    '',
    '  rules: [k8s.yaml]          # the rules files, folders or patterns; by default that of the same name',
    '  source: k8s_audit          # or aws_cloudtrail, gcp_auditlog, github, okta, json',
    '  matching: first            # or all, as "rules.matching"',
    '  defaults: {verb: create}   # a part of every event below',
    '  tests:',
    '    - name: a pod is created',
    '      event: {objectRef: {resource: pods}}   # or file: events/pod.json',
    '      expect: Pod created                    # or none, or [One rule, Another]',
    '    - name: by eve',
    '      file: events/pods.log',
    '      expect: {rule: Pod created, fields: {ka.user.name: eve}}',
    '',
    'Ends with 1 where an expectation is not met, with 65 where a test cannot be made.',
  ].join('\n'),
  options: {
    ...rulesConfigOption,
    rules: {
      type: 'string',
      short: 'r',
      value: 'FILES',
      description: 'Rules to test instead of those that the files name, with commas between.',
    },
    junit: { type: 'string', value: 'FILE', description: 'Write the outcomes to a file in the XML of JUnit, too.' },
    verbose: { type: 'boolean', short: 'v', description: 'Name the tests that pass, too.' },
  },
  maxOperands: 1000,
  examples: [
    { command: 'tiercel rules test', explanation: 'All tests below this folder' },
    { command: 'tiercel rules test --junit report.xml rules/k8s.test.yaml', explanation: 'In CI' },
  ],
  async run(invocation, terminal) {
    const { testRules } = await import('./test-rules.ts');
    return testRules(invocation, terminal);
  },
};
