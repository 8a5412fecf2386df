import { expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { RuleMatches } from './rule-matches.ts';

it('counts alerts by the attributes that Falcosidekick has', () => {
  const matches = new RuleMatches({ fields: ['proc.name', 'not.there'], maxSeries: 10 }, 0);
  matches.add(testAlert);
  matches.add(testAlert);
  matches.add(changedAlert(testAlert, { hostname: '' }));
  const attributes = {
    source: 'syscalls',
    priority: 'Debug',
    rule: 'Test rule',
    hostname: 'test-host',
    tags: ['example', 'test'],
    proc_name: 'falcosidekick',
    not_there: '',
  };
  expect(matches.matches()).toEqual([
    { attributes, count: 2 },
    { attributes: { ...attributes, hostname: 'unknown' }, count: 1 },
  ]);
});

it('is not filled by whoever makes up rules', () => {
  const matches = new RuleMatches({ fields: [], maxSeries: 3 }, 0);
  for (let number = 0; number < 100; number++) {
    const tags = Array.from({ length: 1000 }, () => 'x'.repeat(1000));
    matches.add(changedAlert(testAlert, { rule: `${'x'.repeat(number)} ${number}`, tags }));
  }
  const all = matches.matches();
  expect(all).toHaveLength(4);
  expect(all.at(-1)).toEqual({ attributes: { 'otel.metric.overflow': 'true' }, count: 97 });
  expect(JSON.stringify(all).length).toBeLessThan(30_000);
});

it('knows by what it counts', () => {
  const options = { fields: ['a'], maxSeries: 3 };
  expect(new RuleMatches(options, 0).isBy({ ...options })).toBe(true);
  expect(new RuleMatches(options, 0).isBy({ ...options, fields: [] })).toBe(false);
});
