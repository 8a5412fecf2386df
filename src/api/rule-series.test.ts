import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { addRuleSeries } from './rule-series.ts';

it('tells how long each rule took', async () => {
  const registry = new Registry();
  addRuleSeries(
    registry,
    new Map([
      ['Pod', 0.25],
      ['other', 1],
    ]),
  );
  const text = await registry.metrics();
  expect(text).toContain('tiercel_rule_evaluation_seconds_total{rule="Pod"} 0.25');
  expect(text).toContain('tiercel_rule_evaluation_seconds_total{rule="other"} 1');
});
