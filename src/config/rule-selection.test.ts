import { expect, it } from 'vitest';
import { load, problemsOf } from './testing/load.ts';

const rule = (name: string, more: string) =>
  `- rule: ${name}\n  desc: d\n  condition: ka.verb = get\n  output: o\n  priority: INFO\n  source: k8s_audit\n  ${more}\n`;
const files = { '/r.yaml': rule('K8s A', 'tags: [x]') + rule('K8s B', 'tags: [y]') + rule('Off', 'enabled: false') };
const yaml = (selection: string) => `rules:\n  files: [/r.yaml]\n  selection: ${selection}\n`;

const enabled = async (selection: string) => {
  const { configuration, notes } = await load(yaml(selection), {}, files);
  const rules = (configuration.rules?.rules ?? []).filter(({ isEnabled }) => isEnabled);
  return { names: rules.map(({ name }) => name), notes: notes.map(({ message }) => message) };
};

it.for([
  ['[]', ['K8s A', 'K8s B']],
  ['[{ disable: { rule: "K8s *" } }]', []],
  ['[{ disable: { rule: "*" } }, { enable: { tag: y } }]', ['K8s B']],
  ['[{ enable: { rule: Off } }, { disable: { tag: x } }]', ['K8s B', 'Off']],
] as const)('%s leaves %j', async ([selection, names]) => {
  expect((await enabled(selection)).names).toEqual(names);
});

it('is JSON in a variable', async () => {
  const environment = { RULES_SELECTION: '[{"disable": {"tag": "x"}}]' };
  const { configuration } = await load('rules: { files: [/r.yaml] }', environment, files);
  expect(configuration.rules?.rules.map(({ isEnabled }) => isEnabled)).toEqual([false, true, false]);
});

it('says where there is nothing to switch', async () => {
  expect((await enabled('[{ disable: { rule: K8s C } }, { enable: { tag: z } }]')).notes).toEqual(
    expect.arrayContaining([
      'There is nothing to disable: no rule has the name "K8s C".',
      'There is nothing to enable: no rule has the tag "z".',
    ]),
  );
});

it.for(['[{ enable: {} }]', '[{ enable: { rule: a }, disable: { rule: b } }]', '[{ disable: { rule: "" } }]'])(
  'refuses %s',
  async (selection) => {
    const [problem] = await problemsOf(yaml(selection), {}, files);
    expect(problem).toMatchObject({
      where: 'tiercel.yaml:3',
      message: expect.stringContaining('It must be one of "enable"'),
    });
  },
);

it('refuses other names', async () => {
  const [problem] = await problemsOf(yaml('[{ disabel: { rule: a } }]'), {}, files);
  expect(problem?.message).toBe('Unknown name "disabel". Did you mean "disable"?');
});
