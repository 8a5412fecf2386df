import { expect, it } from 'vitest';
import { createTriage } from '#triage/create-triage.ts';
import { MemoryDocuments } from '#triage/testing/memory-documents.ts';
import { SimpleGroups } from '#triage/testing/simple-groups.ts';
import { groupAttention } from './group-attention.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-20T10:00:00Z');

function installation() {
  const counter = new SimpleGroups();
  const clock = { nowMs: startMs, now: () => clock.nowMs, monotonic: () => clock.nowMs };
  const { board } = createTriage({ documents: new MemoryDocuments(), counter, clock });
  return { counter, clock, attention: () => groupAttention(board) };
}

it('calls only urgent groups new in a fresh journal, and says until when', async () => {
  const { counter, clock, attention } = installation();
  counter.add({ group: 'first', atMs: startMs }, { group: 'urgent', atMs: startMs + 60_000, priority: 'Critical' });
  clock.nowMs = startMs + hourMs;
  const learning = { sinceMs: startMs, untilMs: startMs + 12 * hourMs };
  expect(await attention()).toMatchObject({ attention: [{ groupId: 'urgent' }], openGroups: 2, learning });
});

it('calls groups new that come once half a day is known', async () => {
  const { counter, clock, attention } = installation();
  counter.add({ group: 'first', atMs: startMs }, { group: 'later', atMs: startMs + 13 * hourMs });
  clock.nowMs = startMs + 14 * hourMs;
  const found = await attention();
  expect(found).toMatchObject({ attention: [{ groupId: 'later', state: 'new' }], openGroups: 2 });
  expect(found.learning).toBeUndefined();
});

it('learns from the first alert on, not before there is one', async () => {
  const { attention } = installation();
  expect(await attention()).toMatchObject({ attention: [], learning: { sinceMs: startMs } });
});
