import { Hono } from 'hono';
import { z } from 'zod';
import { expect, it } from 'vitest';
import { ruleSources } from '#rules/rule-set.ts';
import { podCreated, privilegedPodRules } from '#rules/testing/rule-set-of.ts';
import { tryRules } from '#rules/try-rules.ts';
import { ApiFailure } from './api-failure.ts';
import { ruleTest } from './contract/rules.ts';
import { ruleTestRoutes } from './rule-test-routes.ts';

const around = { hostname: 'node-1', pluginName: 'k8saudit', utcOffset: () => 0, firstEventNs: () => 0n };
const loading = ruleSources(around);
const parts = {
  files: [{ name: 'rules.yaml', text: privilegedPodRules }],
  loading,
  settings: { catalogs: loading.catalogs, ruleMatching: 'first', hostname: 'node-1' },
  sources: {},
} as const;
const app = new Hono().route(
  '/',
  ruleTestRoutes(async (request) => tryRules(request, parts, 1n)),
);
app.onError((error, context) => {
  if (error instanceof ApiFailure) return context.json(error.body, error.status);
  if (error instanceof z.ZodError) return context.json({ error: z.prettifyError(error) }, 400);
  throw error;
});

const post = async (body: object) =>
  app.request('/rules/test', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });
const event = JSON.stringify(podCreated());

it('answers which rules fire, with the text of the alert', async () => {
  const { outcomes, foreign } = ruleTest.parse(await (await post({ event })).json());
  expect(outcomes).toMatchObject([
    { rule: 'Privileged pod', priority: 'Warning', outcome: 'alert', output: expect.stringContaining('pod=evil') },
    { rule: 'Pod', outcome: 'earlier-rule', isNew: false },
  ]);
  expect(foreign).toBe(1);
});

it('tells a condition as a list of parts, with what each reads', async () => {
  const rules = [
    '- rule: Mine',
    '  desc: d',
    '  condition: pod_created and not ka.user.name in (mallory, eve) and ka.impuser.name = x',
    '  output: o',
    '  priority: INFO',
    '  source: k8s_audit',
    '  exceptions: [{ name: shop, fields: [ka.target.namespace], values: [[shop]] }]',
  ].join('\n');
  const { explanations } = ruleTest.parse(await (await post({ event, rules })).json());
  expect(explanations).toMatchObject([
    {
      rule: 'Mine',
      outcome: 'no alert, since its condition is false.',
      condition: [
        { depth: 0, text: 'all of', holds: false, isDecisive: true },
        { depth: 1, text: 'pod_created: all of', holds: true, isDecisive: false },
        { depth: 2, text: 'ka.target.resource = pods', holds: true, reads: [{ value: '"pods"' }] },
        { depth: 2, text: 'ka.verb = create' },
        { depth: 1, text: 'not ka.user.name in (mallory, eve)', holds: false, reads: [{ value: '"mallory"' }] },
        { depth: 1, text: 'ka.impuser.name = x', holds: false, reads: [{ field: 'ka.impuser.name' }] },
      ],
      exceptions: [{ name: 'shop', holds: true }],
      omitted: 0,
    },
  ]);
});

it('leaves out parts beyond what an answer holds, and says how many', async () => {
  const terms = Array.from({ length: 2500 }, (_, index) => `ka.verb = v${index}`).join(' or ');
  const rules = `- {rule: Long, desc: d, condition: '${terms}', output: o, priority: INFO, source: k8s_audit}`;
  const { explanations } = ruleTest.parse(await (await post({ event, rules })).json());
  expect(explanations[0]?.condition).toHaveLength(2000);
  expect(explanations[0]?.omitted).toBe(501);
});

it.for<[object, string]>([
  [{ event: '{' }, 'This is no event of k8s_audit'],
  [{ event, rules: '- rule: [' }, 'your rules: Invalid'],
  [{ event, rules: 'x'.repeat(65_537) }, '65536'],
  [{ event: 'x'.repeat(524_289) }, '524288'],
  [{}, 'event'],
])('refuses what cannot be tried: %s', async ([body, message]) => {
  const answer = await post(body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(await answer.json())).toContain(message);
});
