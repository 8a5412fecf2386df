import { expect, it } from 'vitest';
import { RuleTime } from './rule-time.ts';

const cost = (rule: string, totalMs: number, samples = 1) => {
  return { rule, source: 'k8s_audit', events: 10, samples, meanMs: totalMs / 10, totalMs };
};

it('goes on counting when other rules take the place of these', () => {
  const time = new RuleTime(() => 10);
  expect([...time.seconds([cost('a', 500), cost('b', 0, 0)])]).toEqual([['a', 0.5]]);
  time.keep([cost('a', 500), cost('b', 250)]);
  expect([...time.seconds([cost('a', 0, 0)])]).toEqual([
    ['a', 0.5],
    ['b', 0.25],
  ]);
  expect(time.seconds([cost('a', 1000)]).get('a')).toBe(1.5);
});

it('names as many rules as it may', () => {
  const time = new RuleTime(() => 1);
  expect([...time.seconds([cost('a', 1000), cost('b', 1000), cost('c', 500)])]).toEqual([
    ['a', 1],
    ['other', 1.5],
  ]);
  time.keep([cost('a', 1000), cost('c', 500)]);
  expect([...time.seconds([cost('c', 500), cost('a', 1000)])]).toEqual([
    ['a', 2],
    ['other', 1],
  ]);
});
