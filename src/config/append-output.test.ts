import { expect, it } from 'vitest';
import { ruleEvent } from '#rules/fields/testing/rule-event.ts';
import { RecentFailures } from '#rules/fields/okta-failures.ts';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { load, problemsOf } from './testing/load.ts';

const files = { '/r.yaml': privilegedPodRules };
const around = {
  hostname: 'n',
  pluginName: 'k8saudit',
  utcOffset: () => 0,
  firstEventNs: () => 0n,
  oktaFailures: new RecentFailures(),
};

async function alertWith(appendOutput: string, environment = {}) {
  const yaml = `rules:\n  files: [/r.yaml]\n${appendOutput.replaceAll(/^/gm, '  ')}\n`;
  const { configuration } = await load(yaml, environment, files);
  const [alert] = configuration.rules?.compile(around).detect(ruleEvent(podCreated())) ?? [];
  return { output: alert?.output.replace(/^.*images=/, ''), fields: alert?.outputFields };
}

it('adds text and fields to the rules that match', async () => {
  const text = [
    'append_output:',
    '  - match: { source: k8s_audit, tags: [k8s] }',
    '    extra_output: verb=%ka.verb',
    '    extra_fields:',
    '      - ka.auditid',
    '      - who: "%ka.user.name at ${SITE}"',
    '  - match: { rule: Pod }',
    '    extra_output: not here',
    '  - suggested_output: true',
  ].join('\n');
  const { output, fields } = await alertWith(text, { SITE: 'home' });
  expect(output).toBe('(evil:1)) verb=create');
  expect(fields).toMatchObject({ 'ka.auditid': '0a1b', who: 'mallory at home', 'ka.verb': 'create' });
});

it('is JSON in a variable', async () => {
  const environment = {
    RULES_APPEND_OUTPUT: '[{"match": {"rule": "Privileged pod"}, "extra_output": "by %ka.user.name"}]',
  };
  expect((await alertWith('', environment)).output).toBe('(evil:1)) by mallory');
  expect(await problemsOf('', { RULES_APPEND_OUTPUT: '[{' })).toMatchObject([
    { path: 'rules.append_output', remedy: expect.stringContaining('JSON') },
  ]);
});

it.for([
  ['[{ extra_output: a, mach: {} }]', 'Unknown name "mach". Did you mean "match"?'],
  ['[{ extra_output: [a] }]', 'It must be one text.'],
  ['[{ extra_fields: [{ a: b, c: d }] }]', 'It must have one name: begin each with a dash of its own.'],
  ['[{ extra_fields: [a.b, { a.b: c }] }]', 'The name "a.b" stands here a second time.'],
  ['[{ suggested_output: maybe }]', 'It must be true or false.'],
  ['[{ extra_output: "%ka.nothing" }]', 'The rules do not load. /r.yaml: Invalid'],
])('refuses %s', async ([value, message]) => {
  const yaml = `rules:\n  files: [/r.yaml]\n  append_output: ${value}\n`;
  const [problem] = await problemsOf(yaml, {}, files);
  expect(problem?.message).toContain(message);
  expect(`${problem?.path} ${problem?.remedy}`).toContain('append_output');
});
