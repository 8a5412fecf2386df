import { expect, it } from 'vitest';
import type { Entry } from './journal.ts';
import { RecentEntries } from './recent-entries.ts';
import { sampleAlert } from './testing/sample-alerts.ts';

const entry = (seq: number, lane: Entry['lane'] = 'normal'): Entry => ({
  seq,
  lane,
  receivedAtMs: 0,
  alert: sampleAlert({ priority: lane === 'urgent' ? 'Alert' : 'Notice' }),
});
const entries = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => entry(first + index));
const seqs = (found: readonly Entry[] | undefined) => found?.map(({ seq }) => seq);
const stored = (recent: RecentEntries) => {
  recent.stored(1000);
  return recent;
};
const roomy = { maxEntries: 1000, maxBytes: 1e9 };

it('answers only where it has everything', () => {
  const recent = new RecentEntries({ ...roomy, maxEntries: 3 }, { urgent: 2, normal: 7 });
  expect(recent.read('normal', 6, 10)).toBeUndefined();
  expect(recent.read('normal', 7, 10)).toEqual([]);
  stored(recent).add(entries(8, 12));
  expect(recent.read('normal', 8, 10)).toBeUndefined();
  expect(seqs(recent.read('normal', 9, 2))).toEqual([10, 11]);
  expect(seqs(recent.read('normal', 12, 2))).toEqual([]);
});

it('remembers a quiet lane however much goes through the other', () => {
  const recent = new RecentEntries({ ...roomy, maxEntries: 3 }, { urgent: 2, normal: 7 });
  stored(recent).add(entries(8, 500));
  expect(recent.read('urgent', 2, 10)).toEqual([]);
  recent.add([entry(501, 'urgent'), ...entries(502, 510)]);
  expect(recent.read('urgent', 2, 10)).toBeUndefined();
  expect(seqs(recent.read('normal', 507, 10))).toEqual([508, 509, 510]);
});

it('keeps to its bytes, and to the newest alert whatever its size', () => {
  const recent = new RecentEntries({ ...roomy, maxBytes: 1 }, { urgent: 0, normal: 0 });
  stored(recent).add(entries(1, 5));
  expect(recent.find(4)).toBeUndefined();
  expect(recent.find(5)?.seq).toBe(5);
});

it('forgets what retention removed', () => {
  const recent = new RecentEntries(roomy, { urgent: 0, normal: 0 });
  recent.add([...entries(1, 5), entry(6, 'urgent')]);
  recent.forget(new Set([2, 3, 6, 99]));
  expect(seqs(recent.read('normal', 0, 10))).toEqual([1, 4, 5]);
  expect(recent.find(3)).toBeUndefined();
  expect(recent.read('urgent', 0, 10)).toEqual([]);
});

it('keeps what is not in the database yet, whatever its size', () => {
  const recent = new RecentEntries({ maxEntries: 2, maxBytes: 1 }, { urgent: 0, normal: 0 });
  recent.add([...entries(1, 5), entry(6, 'urgent')]);
  expect(seqs(recent.read('normal', 0, 10))).toEqual([1, 2, 3, 4, 5]);
  recent.stored(3);
  expect(recent.read('normal', 2, 10)).toBeUndefined();
  expect(seqs(recent.rest('normal', 0, 10))).toEqual([4, 5]);
});
