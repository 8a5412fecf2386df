import { expect, it } from 'vitest';
import { privilegedPodRules } from '#rules/testing/rule-set-of.ts';
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

it('tells where a file does not load', async () => {
  const broken = privilegedPodRules.replace('ka.verb', 'ka.vreb');
  expect(await problemsOf(yaml, {}, { '/etc/falco/rules.yaml': broken })).toMatchObject([
    { where: '/etc/falco/rules.yaml', path: 'rules.files', message: expect.stringContaining('ka.vreb') },
  ]);
});

it('tells of a file that is not there', async () => {
  expect(await problemsOf(yaml)).toMatchObject([{ message: 'The rules file cannot be read: it does not exist.' }]);
});
