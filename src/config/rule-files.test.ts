import { expect, it } from 'vitest';
import { auditRecordRule } from '#alert/audit-record.ts';
import { RecentFailures } from '#rules/fields/okta-failures.ts';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { readTrialEvent } from '#rules/trial-event.ts';
import { load, problemsOf } from './testing/load.ts';

const yaml = 'rules: { files: [/etc/falco/rules.yaml], minimumpriority: warning }\n';

it('reads the rules, and follows their files', async () => {
  const { configuration, sources } = await load(yaml, {}, { '/etc/falco/rules.yaml': privilegedPodRules });
  const rules = configuration.rules?.rules ?? [];
  expect(rules.map(({ name, isEnabled }) => [name, isEnabled])).toEqual([
    ['Privileged pod', true],
    ['Pod', false],
    ['Shell', false],
  ]);
  expect(sources).toContain('/etc/falco/rules.yaml');
});

it('has none unless told', async () => {
  expect((await load('')).configuration.rules).toBeUndefined();
});

const machine = {
  hostname: 'node-1',
  pluginName: 'k8saudit',
  oktaFailures: new RecentFailures(),
  utcOffset: () => 0,
  firstEventNs: () => 0n,
};

it('keeps every audit event without any rules, with what the configuration appends', async () => {
  const keeping = 'audit: { keep: all }\nrules: { append_output: [{ extra_output: "(pod=%ka.target.name)" }] }\n';
  const { configuration } = await load(keeping);
  expect(configuration.rules?.rules).toEqual([]);
  const { event } = readTrialEvent({ event: JSON.stringify(podCreated({ verb: 'get' })) }, {}, 0n);
  expect(configuration.rules?.compile(machine).detect(event)).toMatchObject([
    { rule: auditRecordRule, priority: 'Debug', output: expect.stringMatching(/ mallory: get .*\(pod=evil\)$/) },
  ]);
});

it('leaves the name of records to records', async () => {
  const rules = privilegedPodRules.replace('rule: Pod', `rule: ${auditRecordRule}`);
  expect(await problemsOf(yaml, {}, { '/etc/falco/rules.yaml': rules })).toMatchObject([
    { path: 'rules.files', message: expect.stringContaining('has the name "Kubernetes audit event"') },
  ]);
});

it('tells where a file does not load', async () => {
  const broken = privilegedPodRules.replace('ka.verb', 'ka.vreb');
  expect(await problemsOf(yaml, {}, { '/etc/falco/rules.yaml': broken })).toMatchObject([
    { where: '/etc/falco/rules.yaml', path: 'rules.files', message: expect.stringContaining('ka.vreb') },
  ]);
});

it('tells of a file that is not there', async () => {
  expect(await problemsOf(yaml)).toMatchObject([{ message: 'The rules file cannot be read: it does not exist.' }]);
});

const ruleNamed = (name: string) =>
  `- rule: ${name}\n  desc: d\n  condition: ka.verb = get\n  output: o\n  priority: WARNING\n  source: k8s_audit\n`;

const folder = {
  '/rules.d/b.yaml': ruleNamed('lower'),
  '/rules.d/B.yml': ruleNamed('upper'),
  '/rules.d/é.yaml': ruleNamed('accent'),
  '/rules.d/b.test.yaml': 'tests: []',
  '/rules.d/README.md': 'text',
};

const namesIn = async (entry: string) => {
  const { configuration, sources, notes } = await load(`rules: { files: ["${entry}"] }\n`, {}, folder);
  return { names: (configuration.rules?.rules ?? []).map(({ name }) => name), sources, notes };
};

it('reads the rules files of a folder in the order of their bytes, and follows the folder', async () => {
  const { names, sources } = await namesIn('/rules.d');
  expect(names).toEqual(['upper', 'lower', 'accent']);
  expect(sources).toEqual(expect.arrayContaining(['/rules.d', '/rules.d/b.yaml']));
});

it('reads what a pattern stands for, and says where that is nothing', async () => {
  expect(await namesIn('/rules.d/[a-c]*')).toMatchObject({
    names: ['lower'],
    sources: expect.arrayContaining(['/rules.d']),
  });
  expect(await namesIn('/rules.d/x*')).toMatchObject({
    names: [],
    notes: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('"/rules.d/x*"') })]),
  });
});

it('tells of a pattern in a folder that is not there', async () => {
  expect(await problemsOf('rules: { files: [/nowhere/*.yaml] }')).toMatchObject([
    { where: '/nowhere/*.yaml', message: 'The rules file cannot be read: it does not exist.' },
  ]);
});
