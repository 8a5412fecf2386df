import { expect, it } from 'vitest';
import { auditRecordRule } from '#alert/audit-record.ts';
import { splitEvents, defaultSplitLimits } from './fields/split-events.ts';
import { podCreated, privilegedPodRules, ruleSetOf } from './testing/rule-set-of.ts';

function detect(event: object, matching: 'first' | 'all' = 'first', keepsAll = false) {
  const options = { limits: defaultSplitLimits, source: 'k8s_audit', firstNumber: 1n };
  const { events } = splitEvents(JSON.stringify(event), options);
  const rules = ruleSetOf(privilegedPodRules, matching, keepsAll);
  return events.flatMap((one) => rules.detect(one));
}

it('makes an alert as Falco does', () => {
  expect(detect(podCreated())).toEqual([
    {
      output: '10:00:00.123456000: Warning Privileged pod (user=mallory pod=evil ns=shop images=(evil:1))',
      priority: 'Warning',
      rule: 'Privileged pod',
      time: '2026-11-24T10:00:00.123456Z',
      outputFields: expect.objectContaining({ 'ka.user.name': 'mallory', 'ka.req.pod.containers.image': ['evil:1'] }),
      source: 'k8s_audit',
      tags: ['k8s', 'mitre_privilege_escalation'],
      hostname: 'node-1',
      unknown: {},
    },
  ]);
});

it('makes one alert of an event, or one for each rule', () => {
  expect(detect(podCreated(), 'all').map(({ rule }) => rule)).toEqual(['Privileged pod', 'Pod']);
  const trusted = { objectRef: { resource: 'pods', namespace: 'kube-system', name: 'evil' } };
  expect(detect(podCreated(trusted)).map(({ rule }) => rule)).toEqual(['Pod']);
  expect(detect(podCreated({ verb: 'delete' }), 'all')).toEqual([]);
});

it('tells what an event does not have', () => {
  expect(detect(podCreated(), 'all').at(-1)).toMatchObject({
    output: '10:00:00.123456000: Informational Pod (pod=evil missing=<NA>)',
    outputFields: { 'ka.impuser.name': null },
  });
});

it('makes a record of what no rule matched, where every event is kept', () => {
  const rulesOf = (event: object) => detect(event, 'all', true).map(({ rule }) => rule);
  expect(rulesOf(podCreated())).toEqual(['Privileged pod', 'Pod']);
  expect(rulesOf(podCreated({ verb: 'delete' }))).toEqual([auditRecordRule]);
  expect(ruleSetOf(privilegedPodRules, 'all', true)).toMatchObject({ size: 2, foreign: 1 });
});

it('runs what it can, and tells of the rest', () => {
  expect(ruleSetOf(privilegedPodRules)).toMatchObject({ size: 2, foreign: 1 });
});
