import { expect, it } from 'vitest';
import { ruleSources } from './rule-set.ts';
import { podCreated, privilegedPodRules } from './testing/rule-set-of.ts';
import { TrialError } from './trial-event.ts';
import { tryRules, type TrialRequest } from './try-rules.ts';

const around = { hostname: 'node-1', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };
const { catalogs, checkFormat } = ruleSources(around);
const parts = {
  files: [{ name: 'rules.yaml', text: privilegedPodRules }],
  loading: { catalogs, checkFormat },
  settings: { catalogs, ruleMatching: 'first', hostname: 'node-1' },
  sources: {},
} as const;

const attempt = (request: Partial<TrialRequest>) =>
  tryRules({ event: JSON.stringify(podCreated()), ...request }, parts, 1n);
const outcomesOf = (request: Partial<TrialRequest>) =>
  attempt(request).outcomes.map(({ rule, outcome }) => [rule.name, outcome]);
const ownRule = (condition: string) =>
  `- {rule: Mine, desc: d, condition: '${condition}', output: by %ka.user.name, priority: INFO, source: k8s_audit}`;

it('says which of the loaded rules fire, and what the alert says', () => {
  const trial = attempt({});
  expect(trial).toMatchObject({ source: 'k8s_audit', events: 1, foreign: 1, explanations: [] });
  expect(outcomesOf({})).toEqual([
    ['Privileged pod', 'alert'],
    ['Pod', 'earlier-rule'],
  ]);
  expect(trial.outcomes[0]?.output).toContain('Privileged pod (user=mallory');
});

it('explains the rule that is asked for, part by part', () => {
  const event = JSON.stringify(podCreated({ verb: 'delete' }));
  const { outcomes, explanations } = attempt({ event, explain: ['Pod'] });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['none', 'none']);
  expect(explanations).toMatchObject([{ rule: 'Pod', outcome: 'condition', condition: { name: 'pod_created' } }]);
});

it('tries rules that come with the request over those that are loaded, and explains them', () => {
  const { outcomes, explanations } = attempt({ rules: ownRule('pod_created and ka.user.name = eve') });
  expect(outcomes.at(-1)).toMatchObject({ rule: { name: 'Mine' }, isNew: true, outcome: 'none' });
  expect(outcomes.map(({ isNew }) => isNew)).toEqual([false, false, true]);
  expect(explanations).toMatchObject([{ rule: 'Mine', outcome: 'condition' }]);
  const disabled = `${ownRule('pod_created')}\n- {rule: Mine, enabled: false}`;
  expect(outcomesOf({ rules: disabled }).at(-1)).toEqual(['Mine', 'disabled']);
});

it('takes one event of a list', () => {
  const items = [podCreated({ verb: 'get' }), podCreated()];
  const event = JSON.stringify({ kind: 'EventList', items });
  expect(outcomesOf({ event })).toEqual([
    ['Privileged pod', 'none'],
    ['Pod', 'none'],
  ]);
  expect(attempt({ event, number: 2 }).outcomes[0]?.outcome).toBe('alert');
});

it('tries events of other sources', () => {
  const rules = `- {rule: Root, desc: d, condition: 'ct.user = root', output: o, priority: INFO, source: aws_cloudtrail}`;
  const event = JSON.stringify({ eventTime: '2026-11-24T10:00:00Z', eventName: 'x', userIdentity: { type: 'Root' } });
  const { outcomes } = attempt({ event, rules, source: 'aws_cloudtrail' });
  expect(outcomes).toMatchObject([{ rule: { name: 'Root' }, isNew: true }]);
});

it.for<[message: string, part: string, request: Partial<TrialRequest>]>([
  ['is no event of k8s_audit', 'event', { event: '{"kind":"Pod"}' }],
  ['is no event of k8s_audit', 'event', { event: '{"kind":' }],
  ['There is no event', 'event', { event: '[]' }],
  ['There are 1 events in this text, and no event 2', 'event', { number: 2 }],
  ['Events of "syscall" cannot be tried here', 'event', { source: 'syscall' }],
  ['your rules: Invalid', 'rules', { rules: ownRule('ka.verbb = get') }],
  ['There is no rule "Gone"', 'rules', { explain: ['Gone'] }],
])('says what is wrong: %s', ([message, part, request]) => {
  const failure = failureOf(request);
  expect(failure.message).toContain(message);
  expect(failure.part).toBe(part);
});

it('is done with a regular expression that would take others for ever', () => {
  const rules = ownRule('ka.user.name regex "(a+)+b"');
  const event = JSON.stringify(podCreated({ user: { username: 'a'.repeat(5000) } }));
  expect(outcomesOf({ event, rules }).at(-1)).toEqual(['Mine', 'none']);
});

function failureOf(request: Partial<TrialRequest>): TrialError {
  try {
    attempt(request);
  } catch (error) {
    if (error instanceof TrialError) return error;
    throw error;
  }
  throw new Error('Nothing was wrong');
}
