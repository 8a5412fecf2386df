import { Counter, type Registry } from 'prom-client';

/** What rules cost, estimated from the events that were measured. */
export function addRuleSeries(registry: Registry, seconds: ReadonlyMap<string, number>): void {
  const counter = new Counter({
    name: 'tiercel_rule_evaluation_seconds_total',
    help: 'Time that a rule took for the events it was looked at, estimated from a sample of them.',
    labelNames: ['rule'],
    registers: [registry],
  });
  for (const [rule, one] of seconds) counter.inc({ rule }, one);
}
