import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { tiercel } from './run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-policy-'));
const file = (name: string) => path.join(folder, name);
const config = (name: string, ...args: readonly string[]) => tiercel('kube-audit', 'config', '-c', file(name), ...args);

const leaseRule = `
- rule: Lease deleted
  desc: A lease is gone.
  condition: ka.target.resource = leases and ka.verb = delete and ka.stage = ResponseComplete
  output: Lease deleted (lease=%ka.target.name)
  priority: INFO
  source: k8s_audit
`;

beforeAll(() => {
  writeFileSync(file('rules.yaml'), privilegedPodRules + leaseRule);
  writeFileSync(file('syscall.yaml'), privilegedPodRules.slice(privilegedPodRules.indexOf('- rule: Shell')));
  const rules = `files: ['${file('rules.yaml')}']`;
  writeFileSync(file('urgent.yaml'), `rules: { ${rules}, minimumpriority: warning }\n`);
  writeFileSync(file('selected.yaml'), `rules: { ${rules}, selection: [{ disable: { rule: 'P*' } }] }\n`);
  const extra = `append_output: [{ match: { rule: Lease deleted }, extra_fields: [{ body: '%jevt.value[/requestObject]' }] }]`;
  writeFileSync(file('appended.yaml'), `rules: { ${rules}, selection: [{ disable: { rule: 'P*' } }], ${extra} }\n`);
  writeFileSync(file('keeping.yaml'), 'audit: { keep: all }\n');
  writeFileSync(file('none.yaml'), 'slack: { webhookurl: https://hooks.example.com/x }\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

const policySchema = z.looseObject({ rules: z.array(z.looseObject({ level: z.string() })) });

function policyIn(stdout: string) {
  return policySchema.parse(parseAllDocuments(stdout)[1]?.toJS());
}

const pods = { level: 'RequestResponse', verbs: ['create'], resources: [{ group: '', resources: ['pods', 'pods/*'] }] };
const leases = {
  level: 'Metadata',
  verbs: ['delete'],
  resources: [{ group: 'coordination.k8s.io', resources: ['leases', 'leases/*'] }],
};

it('prints an audit policy for the rules of files', async () => {
  const { code, stdout, stderr } = await tiercel('kube-audit', 'config', '--rules', file('rules.yaml'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(policyIn(stdout).rules).toEqual([pods, leases, { level: 'None' }]);
  expect(stdout).toContain('# Lease deleted\n');
});

it.for([
  ['urgent.yaml', [], [pods, { level: 'None' }]],
  ['selected.yaml', [], [leases, { level: 'None' }]],
  ['selected.yaml', ['--others', 'metadata'], [{ level: 'Metadata' }]],
  ['selected.yaml', ['--others', 'none'], [leases, { level: 'None' }]],
  [
    'selected.yaml',
    ['--any-group'],
    [{ ...leases, resources: [{ group: '*', resources: ['leases', 'leases/*'] }] }, { level: 'None' }],
  ],
  ['appended.yaml', [], [{ ...leases, level: 'Request' }, { level: 'None' }]],
  ['keeping.yaml', [], [{ level: 'Metadata' }]],
  ['keeping.yaml', ['--rules', file('rules.yaml')], [pods, { level: 'Metadata' }]],
] as const)('prints one for the configuration %s with %j', async ([name, args, rules]) => {
  const { code, stdout } = await config(name, ...args);
  expect(code).toBe(0);
  expect(policyIn(stdout).rules).toEqual(rules);
});

it('counts and names the rules, and what keeps all events', async () => {
  const { stdout } = await config('keeping.yaml', '--rules', file('rules.yaml'));
  expect(stdout).toContain('# For 3 rules of Falco');
  expect(stdout).toContain('# Kubernetes audit event\n  # By the way for\n  #   Lease deleted\n');
});

it('writes it into the folder', async () => {
  const { code } = await config('urgent.yaml', '--folder', file('audit'));
  expect(code).toBe(0);
  expect(readFileSync(file('audit/policy.yaml'), 'utf8')).toContain('# Privileged pod\n');
});

it.for([
  [['--others', 'metadata'], 64, /--others is about the policy for some rules/],
  [['--any-group'], 64, /--any-group is about the policy for some rules/],
  [['--rules', file('rules.yaml'), '--others', 'all'], 64, /--others is "none" or "metadata", not "all"/],
  [['--rules', file('syscall.yaml')], 1, /none that is enabled is over audit events of Kubernetes/],
  [['--rules', '/nowhere.yaml'], 1, /cannot be read/],
  [['-c', file('none.yaml')], 1, /has no rules: name their files in "rules.files"/],
] as const)('%j ends with %i and says why', async ([args, code, message]) => {
  expect(await tiercel('kube-audit', 'config', ...args)).toMatchObject({
    code,
    stderr: expect.stringMatching(message),
    stdout: '',
  });
});
