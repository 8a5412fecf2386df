import { expect, it } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { TestClock } from '#journal/testing/test-clock.ts';
import { createTriage } from '#triage/create-triage.ts';
import { MemoryDocuments } from '#triage/testing/memory-documents.ts';
import { SimpleGroups } from '#triage/testing/simple-groups.ts';
import { quietInsight } from '../testing/quiet-insight.ts';
import { groupAttention } from './group-attention.ts';
import { Insight } from './insight.ts';

const startMs = Date.parse('2026-11-20T10:00:00Z');
const mara = { login: 'mara' };

it('is found out at most every few seconds, and anew after a decision', async () => {
  const clock = new TestClock(startMs);
  await using journal = await openJournal(clock);
  const counter = new SimpleGroups();
  counter.add({ group: 'a', atMs: startMs - 1000, priority: 'Critical' }, { group: 'b', atMs: startMs - 1000 });
  const triage = createTriage({ documents: new MemoryDocuments(), counter, clock });
  const readings: Promise<unknown>[] = [];
  const insight = new Insight({
    journal,
    insight: quietInsight({
      clock,
      groups: () => {
        const reading = groupAttention(triage.board);
        readings.push(reading);
        return reading;
      },
      onDecision: triage.onChange,
    }),
  });
  const [first, same] = await Promise.all([insight.condition(), insight.condition()]);
  expect(same).toBe(first);
  expect(first).toMatchObject({ openGroups: 2, attention: [{ kind: 'group', groupId: 'a' }] });
  expect(await insight.condition()).toBe(first);

  const { undo } = await triage.desk.decide(['a'], 'acknowledged', mara);
  expect(await insight.condition()).toMatchObject({ openGroups: 1, attention: [] });
  await triage.desk.undo(undo, mara);
  expect(await insight.condition()).toMatchObject({ openGroups: 2 });
  expect(readings).toHaveLength(3);
  clock.advance(2500);
  await insight.condition();
  expect(readings).toHaveLength(4);
});

it('is not what was found out before a decision, even where that came later', async () => {
  const clock = new TestClock(startMs);
  await using journal = await openJournal(clock);
  const counter = new SimpleGroups();
  counter.add({ group: 'a', atMs: startMs - 1000 });
  const triage = createTriage({ documents: new MemoryDocuments(), counter, clock });
  const slow = Promise.withResolvers<void>();
  let isSlow = true;
  const insight = new Insight({
    journal,
    insight: quietInsight({
      clock,
      groups: async () => {
        const found = await groupAttention(triage.board);
        if (isSlow) await slow.promise;
        return found;
      },
      onDecision: triage.onChange,
    }),
  });
  const before = insight.condition();
  await journal.stats();
  await triage.desk.decide(['a'], 'archived', mara);
  isSlow = false;
  expect(await insight.condition()).toMatchObject({ openGroups: 0 });
  slow.resolve();
  expect(await before).toMatchObject({ openGroups: 1 });
  expect(await insight.condition()).toMatchObject({ openGroups: 0 });
});

async function openJournal(clock: TestClock) {
  const journal = await openSqliteJournal({ path: '', durability: 'memory', clock });
  return Object.assign(journal, { [Symbol.asyncDispose]: () => journal.close() });
}
