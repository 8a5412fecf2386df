import { describe, expect, it } from 'vitest';
import { costText, inOrder, rulesWith, shareText, type RuleRow } from './rule-row.ts';

const row = (rule: string, more: Partial<RuleRow> = {}): RuleRow => ({
  rule,
  source: 'syscall',
  priority: 'Notice',
  tags: [],
  count: 1,
  before: 1,
  hosts: 1,
  namespaces: 1,
  trend: [],
  ...more,
});

describe('rulesWith', () => {
  it('looks in names, tags and what ATT&CK calls them, for all words', () => {
    const rows = [row('Terminal shell', { tags: ['T1611'] }), row('Write below etc')];
    expect(rulesWith(rows, 'escape host').map(({ rule }) => rule)).toEqual(['Terminal shell']);
    expect(rulesWith(rows, 'ETC below').map(({ rule }) => rule)).toEqual(['Write below etc']);
    expect(rulesWith(rows, '')).toHaveLength(2);
  });
});

describe('inOrder', () => {
  it('puts what is new before what grew, and what grew before the rest', () => {
    const rows = [
      row('same'),
      row('grew', { count: 9 }),
      row('new', { before: 0 }),
      row('none', { count: 0, before: 0 }),
    ];
    expect(inOrder(rows, 'change', 'desc').map(({ rule }) => rule)).toEqual(['new', 'grew', 'same', 'none']);
  });

  it('begins with A, and with the most urgent', () => {
    const rows = [row('b', { priority: 'Debug' }), row('a', { priority: 'Error' })];
    expect(inOrder(rows, 'rule', 'desc').map(({ rule }) => rule)).toEqual(['a', 'b']);
    expect(inOrder(rows, 'priority', 'asc').map(({ rule }) => rule)).toEqual(['b', 'a']);
  });
});

describe('the cost', () => {
  const cost = (microseconds: number, samples = 9) => ({ cost: { microseconds, samples, share: 0 } });

  it('puts what is not known behind what costs nothing', () => {
    const rows = [row('unmeasured', cost(0, 0)), row('dear', cost(7)), row('elsewhere'), row('spared', cost(0))];
    expect(inOrder(rows, 'cost', 'desc').map(({ rule }) => rule)).toEqual([
      'dear',
      'spared',
      'unmeasured',
      'elsewhere',
    ]);
  });

  it('has three digits at most', () => {
    expect([0, 0.001, 0.3, 1.2345, 9.996, 46.7, 999.4, 2500].map(costText)).toEqual([
      '0 µs',
      '<0.01 µs',
      '0.3 µs',
      '1.23 µs',
      '10 µs',
      '47 µs',
      '999 µs',
      '2.5 ms',
    ]);
  });
});

describe('shareText', () => {
  it('is never rounded to nothing', () => {
    expect([0, 1, 20, 300].map((count) => shareText(count, 2000))).toEqual(['0%', '<0.1%', '1.0%', '15%']);
  });
});
