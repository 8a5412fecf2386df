import { expect, it } from 'vitest';
import { atLeast, atMost } from './measure.ts';
import { rowOf } from './row.ts';
import { table } from './table.ts';

const comparison = { name: 'ours ÷ theirs', unit: (value: number) => `${value}/s` };

it('takes the median of the pairwise ratios, not the ratio of medians', () => {
  const row = rowOf('G2', { ...comparison, ours: [10, 20, 90], against: [10, 40, 30], target: atLeast(1) });
  expect(row).toMatchObject({ ratio: '1', range: '0.5–3', pairs: '3', verdict: 'met', ours: '20/s', against: '30/s' });
});

it('judges by the side that is better', () => {
  expect(rowOf('G3', { ...comparison, ours: [3], against: [2], target: atMost(1.2) })).toMatchObject({
    ratio: '1.5',
    target: '≤ 1.2',
    verdict: 'not met',
  });
});

it('calls no figure a failure rather than a success', () => {
  expect(rowOf('G3', { ...comparison, ours: [], against: [], target: atMost(1) }).verdict).toBe('failed');
});

it('does not judge what has no target', () => {
  expect(rowOf('G3', { ...comparison, ours: [1], against: [2] }).verdict).toBe('');
});

it('prints Markdown with columns of even width', () => {
  const lines = table([rowOf('G2', { ...comparison, ours: [1], against: [2] })]).split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});
