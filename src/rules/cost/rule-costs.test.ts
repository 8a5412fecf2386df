import { describe, expect, it } from 'vitest';
import { ruleEvent } from '../fields/testing/rule-event.ts';
import { createRuleSetEvaluation } from '../language/evaluate/rule-set-evaluator.ts';
import { catalogs, loadText, rule } from '../load/testing/load-text.ts';
import { RuleCosts } from './rule-costs.ts';

const { rules } = loadText(
  rule('Any write', 'ka.verb in (create, update)') +
    rule('Pod', 'ka.verb = create and ka.target.resource = pods') +
    rule('Read', 'ka.verb = get'),
);
const reads = ruleEvent({ auditID: 'a', verb: 'get', objectRef: { resource: 'pods' } });
const writes = ruleEvent({ auditID: 'a', verb: 'create', objectRef: { resource: 'pods' } });

/** Each question for the time is a millisecond later. */
function costsOf(ruleMatching: 'first' | 'all', eventAt: (index: number) => typeof reads, events: number) {
  const catalog = catalogs.get('k8s_audit');
  if (!catalog) throw new Error('no fields');
  let nowMs = 0;
  const costs = new RuleCosts(rules, { catalog, ruleMatching, nowMs: () => nowMs++ });
  const conditions = rules.map(({ condition }) => condition);
  const [evaluation, plain] = [1, 2].map(() => createRuleSetEvaluation(conditions, catalog, { ruleMatching }));
  if (!evaluation || !plain) throw new Error('no evaluation');
  let different = 0;
  for (let index = 0; index < events; index++) {
    const event = eventAt(index);
    const [measured, expected] = [costs.evaluate(event, evaluation), plain.evaluate(event)];
    if (measured.join() !== expected.join()) different++;
  }
  expect(different).toBe(0);
  return costs.costs();
}

describe('what rules cost', () => {
  it('is not known before one event was measured', () => {
    expect(costsOf('all', () => reads, 5)).toMatchObject([
      { rule: 'Any write', source: 'k8s_audit', events: 5, samples: 0, meanMs: 0, totalMs: 0 },
      { rule: 'Pod' },
      { rule: 'Read' },
    ]);
  });

  it('is a mean over all events of the source', () => {
    const [write, pod, read] = costsOf('all', (index) => (index % 4 === 0 ? writes : reads), 400_000);
    expect(write?.samples).toBeGreaterThan(500);
    expect(write?.events).toBe(400_000);
    expect(write?.meanMs).toBeCloseTo(0.25, 1);
    expect(pod?.meanMs).toBe(write?.meanMs);
    expect(read?.meanMs).toBeCloseTo(0.75, 1);
    expect(read?.totalMs).toBeCloseTo(300_000, -5);
  });

  it('is nothing where an earlier rule has the event', () => {
    expect(costsOf('first', () => writes, 1000)).toMatchObject([{ meanMs: 1 }, { meanMs: 0 }, { meanMs: 0 }]);
  });
});
