import { describe, expect } from 'vitest';
import { contractTest, seqsOf } from './contract-test.ts';
import { death, delivered, setAside } from './records.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { sampleAlerts } from './sample-alerts.ts';

const lane = 'normal';
const hour = 3_600_000;

export function describeRetention(createStore: CreateStore): void {
  const it = contractTest(createStore);

  describe('retention', () => {
    it('removes what is older than it may be, owed or not', async ({ journal, clock, reopen }) => {
      await journal.openOutput('a');
      await journal.append(sampleAlerts(4, { rule: 'old' }));
      await journal.settle({ output: 'a', lane, cursor: 2, delivered: [delivered(1)], dead: [death(2)] });
      clock.advance(hour);
      await journal.append(sampleAlerts(1));
      expect(await journal.prune({ maxAgeMs: hour })).toEqual({ removed: 0, expired: 0 });
      clock.advance(1);
      expect(await journal.prune({ maxAgeMs: hour })).toEqual({ removed: 4, expired: 3 });
      const again = await reopen();
      expect(await again.ledger()).toMatchObject([
        { received: 5, delivered: 1, dead: 0, suppressed: 3, expired: 3, owed: 1, oldestOwedAtMs: startMs + hour },
      ]);
      expect(await again.stats()).toMatchObject({ alerts: 1, oldestAtMs: startMs + hour });
      expect(await again.openOutput('a')).toMatchObject({ owed: { normal: 1 } });
      expect(seqsOf(await again.search({ text: 'sensitive', limit: 9 }))).toEqual([5]);
      expect(seqsOf(await again.read(lane, 0, 9))).toEqual([5]);
      expect(await again.deadLetters({ limit: 9 })).toEqual([]);
      expect(await again.counts({ fromMs: 0, untilMs: Infinity, by: 'rule' })).toHaveLength(1);
    });

    it('by number removes what is settled before what is owed or dead', async ({ journal }) => {
      await journal.openOutput('a');
      await journal.append(sampleAlerts(8));
      await journal.settle({
        output: 'a',
        lane,
        cursor: 6,
        delivered: [delivered(2, 4, 5, 6)],
        setAside: [setAside(1)],
        dead: [death(3)],
      });
      expect(await journal.prune({ maxAlerts: 5 })).toEqual({ removed: 3, expired: 0 });
      expect(seqsOf(await journal.read(lane, 0, 9))).toEqual([1, 3, 6, 7, 8]);
      expect(await journal.prune({ maxAlerts: 2 })).toEqual({ removed: 3, expired: 2 });
      expect(seqsOf(await journal.read(lane, 0, 9))).toEqual([7, 8]);
      expect(await journal.due('a', Infinity, 9)).toEqual([]);
      expect(await journal.ledger()).toMatchObject([{ received: 8, delivered: 4, suppressed: 2, expired: 2, owed: 2 }]);
      expect(await journal.prune({ maxAlerts: 0 })).toEqual({ removed: 2, expired: 2 });
    });

    it('by size gives the space back', async ({ journal }) => {
      for (let part = 0; part < 10; part++) await journal.append(sampleAlerts(200, { output: 'x'.repeat(2000) }));
      const before = await journal.stats();
      const { removed } = await journal.prune({ maxBytes: 2_000_000 });
      const after = await journal.stats();
      expect(before.bytes).toBeGreaterThan(4_000_000);
      expect(after.bytes).toBeLessThan(2_100_000);
      expect(after.alerts).toBe(2000 - removed);
      expect(after.alerts).toBeGreaterThan(300);
      expect(await journal.append(sampleAlerts(1))).toHaveLength(1);
    });

    it('waits for no retired output, whose ledger is true when it returns', async ({ journal }) => {
      await journal.openOutput('a');
      await journal.openOutput('gone');
      await journal.append(sampleAlerts(4));
      await journal.retireOutput('gone');
      await journal.settle({ output: 'a', lane, cursor: 3, delivered: [delivered(1, 2, 3)] });
      expect(await journal.prune({ maxAlerts: 1 })).toEqual({ removed: 3, expired: 0 });
      expect((await journal.openOutput('gone')).owed).toEqual({ urgent: 0, normal: 1 });
      expect(await journal.ledger()).toMatchObject([
        { output: 'a', delivered: 3, owed: 1, expired: 0 },
        { output: 'gone', received: 4, suppressed: 3, expired: 3, owed: 1 },
      ]);
    });

    it('passes over what is settled after it was removed', async ({ journal }) => {
      await journal.openOutput('a');
      await journal.append(sampleAlerts(3));
      await journal.prune({ maxAlerts: 1 });
      await journal.settle({ output: 'a', lane, cursor: 3, delivered: [delivered(1, 2, 3)] });
      expect(await journal.ledger()).toMatchObject([{ received: 3, delivered: 1, expired: 2, owed: 0 }]);
    });

    it('does not take young alerts for old when the clock is set', async ({ journal, clock }) => {
      await journal.append(sampleAlerts(2));
      clock.jump(10 * 365 * 24 * hour);
      expect(await journal.prune({ maxAgeMs: hour })).toEqual({ removed: 0, expired: 0 });
      clock.jump(-20 * 365 * 24 * hour);
      expect(await journal.prune({ maxAgeMs: hour })).toEqual({ removed: 0, expired: 0 });
    });

    it('keeps everything where nothing is said', async ({ journal }) => {
      await journal.append(sampleAlerts(2));
      expect(await journal.prune({})).toEqual({ removed: 0, expired: 0 });
    });
  });
}
