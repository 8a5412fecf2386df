import { describe, expect } from 'vitest';
import type { Journal } from '../journal.ts';
import { contractTest, seqsOf } from './contract-test.ts';
import { death, delivered, setAside } from './records.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { sampleAlerts } from './sample-alerts.ts';

const lane = 'normal';

export function describeDeadLetters(createStore: CreateStore): void {
  const it = contractTest(createStore);

  describe('dead letters', () => {
    it('are listed newest first, page by page, with their alerts', async ({ journal, reopen }) => {
      await withDeadLetters(journal);
      const again = await reopen();
      const [first, ...rest] = await again.deadLetters({ output: 'a', limit: 2 });
      expect(first).toMatchObject({ output: 'a', entry: { seq: 4, lane }, ...death(4) });
      expect(seqsOf(rest)).toEqual([3]);
      expect(seqsOf(await again.deadLetters({ output: 'a', beforeSeq: 3, limit: 9 }))).toEqual([2, 1]);
    });

    it('of one alert stay together when every output is asked for', async ({ journal }) => {
      await withDeadLetters(journal);
      const page = await journal.deadLetters({ limit: 3 });
      expect(page.map(({ output, seq }) => output + seq)).toEqual(['a4', 'b4', 'a3', 'b3']);
      expect(await journal.deadLetters({ beforeSeq: 3, limit: 9 })).toHaveLength(4);
    });

    it('can be sent again: due at once, from the first attempt', async ({ journal, reopen }) => {
      await withDeadLetters(journal);
      expect(await journal.redrive({ output: 'a', seqs: [2, 3, 77] })).toEqual([
        { output: 'a', seq: 2 },
        { output: 'a', seq: 3 },
      ]);
      const again = await reopen();
      expect(await again.due('a', startMs, 10)).toMatchObject([
        { seq: 2, attempts: 0, firstFailedAtMs: startMs },
        { seq: 3 },
      ]);
      expect(await again.ledger()).toMatchObject([
        { output: 'a', dead: 2, owed: 2 },
        { output: 'b', dead: 4, owed: 0 },
      ]);
      await again.settle({ output: 'a', lane, cursor: 4, delivered: [delivered(2)], dead: [death(3)] });
      expect(await again.ledger()).toMatchObject([{ dead: 3, owed: 0, delivered: 1 }, {}]);
    });

    it('can be sent again all at once', async ({ journal }) => {
      await withDeadLetters(journal);
      expect(await journal.redrive({})).toHaveLength(8);
      expect(await journal.redrive({})).toEqual([]);
      expect(await journal.deadLetters({ limit: 9 })).toEqual([]);
    });

    it('of a retired output wait for its return', async ({ journal }) => {
      await withDeadLetters(journal);
      await journal.retireOutput('b');
      expect(await journal.redrive({ seqs: [1] })).toEqual([{ output: 'a', seq: 1 }]);
      await journal.openOutput('b');
      expect(await journal.redrive({ seqs: [1] })).toEqual([{ output: 'b', seq: 1 }]);
    });

    it('are told apart by their reasons, whatever differs from alert to alert', async ({ journal }) => {
      await journal.openOutput('a');
      await journal.append(sampleAlerts(3));
      const dead = [1, 2, 3].map((seq) => ({
        ...death(seq),
        atMs: seq,
        reason: seq === 2 ? 'no channel' : `too long by ${seq * 7000} bytes`,
      }));
      await journal.settle({ output: 'a', lane, cursor: 3, dead });
      const reason = 'too long by … bytes';
      expect(await journal.deadLetterReasons()).toEqual([
        { output: 'a', reason, count: 2, firstAtMs: 1, lastAtMs: 3 },
        { output: 'a', reason: 'no channel', count: 1, firstAtMs: 2, lastAtMs: 2 },
      ]);
      expect(seqsOf(await journal.deadLetters({ reason, limit: 9 }))).toEqual([3, 1]);
      expect(seqsOf(await journal.deadLetters({ reason, limit: 1 }))).toEqual([3]);
      expect(await journal.redrive({ reason: 'no channel' })).toEqual([{ output: 'a', seq: 2 }]);
      expect(await journal.drop({ output: 'a', reason }, 'obsolete')).toHaveLength(2);
      expect(await journal.deadLetterReasons()).toEqual([]);
    });

    it('can be dropped for a reason', async ({ journal }) => {
      await withDeadLetters(journal);
      expect(await journal.drop({ output: 'a' }, 'obsolete')).toHaveLength(4);
      expect(await journal.ledger()).toMatchObject([{ dead: 0, suppressed: 4, owed: 0 }, { dead: 4 }]);
      expect((await journal.explain(3))?.fates).toMatchObject([
        { output: 'a', fate: 'suppressed', atMs: startMs, reason: 'obsolete' },
        { output: 'b', fate: 'dead' },
      ]);
    });
  });

  describe('explaining', () => {
    it('tells what became of an alert at every output', async ({ journal, reopen }) => {
      const [entry] = await withFates(journal);
      const again = await reopen();
      const explanation = await again.explain(entry?.alert.uuid ?? '');
      expect(explanation?.entry).toEqual(entry);
      expect(explanation?.fates).toEqual([
        {
          output: 'dead',
          fate: 'dead',
          atMs: 50,
          attempts: 3,
          reason: 'refused with 400',
          status: 400,
          answer: 'no such channel',
        },
        { output: 'delivered', fate: 'delivered', atMs: 5, attempts: 2, latencyMs: 1.5, status: 204, answer: 'ok' },
        {
          output: 'retrying',
          fate: 'retrying',
          attempts: 5,
          firstFailedAtMs: 10,
          nextAttemptAtMs: 100,
          reason: 'answered 500',
        },
        { output: 'suppressed', fate: 'suppressed', atMs: 6, reason: 'too low' },
        { output: 'waiting', fate: 'waiting' },
      ]);
      expect(await again.explain(1)).toEqual(explanation);
    });

    it('finds an alert within a batch with gaps', async ({ journal }) => {
      await journal.openOutput('a');
      await journal.append(sampleAlerts(10_000));
      const seqs = Array.from({ length: 3000 }, (_, index) => 1 + index * 3);
      await journal.settle({ output: 'a', lane, cursor: 0, delivered: [delivered(...seqs)] });
      expect((await journal.explain(7000))?.fates).toMatchObject([{ fate: 'delivered' }]);
      expect((await journal.explain(7001))?.fates).toEqual([{ output: 'a', fate: 'waiting' }]);
    });

    it('knows only what the journal has', async ({ journal }) => {
      expect(await journal.explain('no-such-uuid')).toBeUndefined();
      expect(await journal.explain(1)).toBeUndefined();
    });
  });
}

/** Four alerts, each refused by the outputs a and b. */
async function withDeadLetters(journal: Journal): Promise<void> {
  await journal.openOutput('a');
  await journal.openOutput('b');
  await journal.append(sampleAlerts(4));
  for (const output of ['a', 'b']) {
    await journal.settle({ output, lane, cursor: 4, dead: [1, 2, 3, 4].map(death) });
  }
}

async function withFates(journal: Journal) {
  for (const output of ['waiting', 'delivered', 'suppressed', 'dead', 'retrying']) await journal.openOutput(output);
  const entries = await journal.append(sampleAlerts(2));
  const seqs = [1];
  const good = { seqs, atMs: 5, attempts: 2, latencyMs: 1.5, status: 204, answer: 'ok' };
  await journal.settle({ output: 'delivered', lane, cursor: 1, delivered: [good] });
  await journal.settle({ output: 'suppressed', lane, cursor: 1, suppressed: [{ seqs, atMs: 6, reason: 'too low' }] });
  await journal.settle({ output: 'dead', lane, cursor: 1, dead: [death(1)] });
  await journal.settle({ output: 'retrying', lane, cursor: 1, setAside: [setAside(1)] });
  await journal.openOutput('later');
  return entries;
}
