import { describe, expect } from 'vitest';
import { contractTest } from './contract-test.ts';
import type { CreateStore } from './journal-store.ts';
import { death, delivered, setAside } from './records.ts';
import { sampleAlerts } from './sample-alerts.ts';

const lane = 'normal';
const output = 'slack';

export function describeSettlement(createStore: CreateStore): void {
  const it = contractTest(createStore);

  describe('outputs', () => {
    it('that are new begin after the newest alert, also one that is being written', async ({ journal }) => {
      await journal.append(sampleAlerts(2));
      const third = journal.append(sampleAlerts(1));
      const { cursors, owed } = await journal.openOutput(output);
      await third;
      expect(cursors).toEqual({ urgent: 3, normal: 3 });
      expect(owed).toEqual({ urgent: 0, normal: 0 });
      await journal.append([...sampleAlerts(1), ...sampleAlerts(2, { priority: 'Alert' })]);
      expect((await journal.openOutput(output)).owed).toEqual({ urgent: 2, normal: 1 });
      expect(await journal.ledger()).toMatchObject([{ output, received: 3, owed: 3, delivered: 0 }]);
    });

    it('go on where they stood', async ({ journal, reopen }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(5));
      await journal.settle({ output, lane, cursor: 2, delivered: [delivered(1, 2), delivered(4)] });
      const position = await (await reopen()).openOutput(output);
      expect(position.cursors).toEqual({ urgent: 0, normal: 2 });
      expect(position.settledAhead).toEqual({ urgent: [], normal: [4] });
      expect(position.owed).toEqual({ urgent: 0, normal: 2 });
    });

    it('that retired come back where they stood, and are not in the ledger meanwhile', async ({ journal, reopen }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(3));
      await journal.settle({ output, lane, cursor: 1, delivered: [delivered(1)] });
      await journal.retireOutput(output);
      await journal.append(sampleAlerts(1));
      const again = await reopen();
      expect(await again.ledger()).toEqual([]);
      expect(await again.openOutput(output)).toMatchObject({ cursors: { normal: 1 }, owed: { normal: 3 } });
      expect(await again.ledger()).toMatchObject([{ received: 4, delivered: 1, owed: 3 }]);
    });

    it('must be opened before they settle', async ({ journal }) => {
      await journal.append(sampleAlerts(1));
      const settling = journal.settle({ output, lane, cursor: 1, delivered: [delivered(1)] });
      await expect(settling).rejects.toThrow('Output "slack" must be opened before it can settle');
    });
  });

  describe('settling', () => {
    it('counts an alert once, however often it is settled', async ({ journal, reopen }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(4));
      const settlement = {
        output,
        lane,
        cursor: 1,
        delivered: [delivered(1), delivered(3)],
        dead: [death(4)],
      } as const;
      await journal.settle(settlement);
      await journal.settle(settlement);
      const again = await reopen();
      await again.settle(settlement);
      await again.settle({ output, lane, cursor: 4, suppressed: [{ seqs: [2, 3], atMs: 1, reason: 'why' }] });
      expect(await again.ledger()).toMatchObject([{ received: 4, delivered: 2, dead: 1, suppressed: 1, owed: 0 }]);
    });

    it('never moves a cursor back', async ({ journal }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(3));
      await journal.settle({ output, lane, cursor: 2, delivered: [delivered(1, 2)] });
      await journal.settle({ output, lane, cursor: 1, delivered: [delivered(3)] });
      expect(await journal.openOutput(output)).toMatchObject({ cursors: { normal: 2 }, settledAhead: { normal: [3] } });
    });

    it('never moves a cursor past an alert that is not settled', async ({ journal }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(4));
      await journal.settle({ output, lane, cursor: 4, delivered: [delivered(1, 2, 4)] });
      expect(await journal.openOutput(output)).toMatchObject({
        cursors: { normal: 2 },
        settledAhead: { normal: [4] },
        owed: { normal: 1 },
      });
      await journal.settle({ output, lane, cursor: 4, delivered: [delivered(3)] });
      expect(await journal.openOutput(output)).toMatchObject({ cursors: { normal: 4 }, owed: { normal: 0 } });
    });

    it('passes over alerts of the other lane', async ({ journal }) => {
      await journal.openOutput(output);
      await journal.append([...sampleAlerts(1), ...sampleAlerts(1, { priority: 'Critical' }), ...sampleAlerts(1)]);
      await journal.settle({ output, lane, cursor: 3, delivered: [delivered(1, 2, 3)] });
      expect(await journal.ledger()).toMatchObject([{ delivered: 2, owed: 1 }]);
      expect(await journal.openOutput(output)).toMatchObject({
        cursors: { urgent: 0, normal: 3 },
        owed: { urgent: 1 },
      });
    });

    it('refuses alerts that never were', async ({ journal }) => {
      await journal.openOutput(output);
      const settling = journal.settle({ output, lane, cursor: 7, delivered: [delivered(7)] });
      await expect(settling).rejects.toThrow('Output "slack" settles alert 7, but the newest alert is 0');
    });
  });

  describe('alerts set aside', () => {
    it('are still owed, and come when they are due, earliest first', async ({ journal, reopen }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(3));
      const aside = [setAside(1, 300), setAside(2, 100.5), setAside(3, 900)];
      await journal.settle({ output, lane, cursor: 3, setAside: aside });
      const again = await reopen();
      expect(await again.due(output, 300, 10)).toMatchObject([
        { seq: 2 },
        { seq: 1, attempts: 5, firstFailedAtMs: 10 },
      ]);
      expect(await again.due(output, Infinity, 1)).toMatchObject([{ seq: 2, reason: 'answered 500' }]);
      expect(await again.due('another', Infinity, 1)).toEqual([]);
      expect((await again.openOutput(output)).owed).toEqual({ urgent: 0, normal: 0 });
      expect(await again.ledger()).toMatchObject([{ received: 3, owed: 3 }]);
    });

    it('are settled later, or set aside again', async ({ journal }) => {
      await journal.openOutput(output);
      await journal.append(sampleAlerts(3));
      await journal.settle({ output, lane, cursor: 3, setAside: [setAside(1), setAside(2), setAside(3)] });
      await journal.settle({
        output,
        lane,
        cursor: 3,
        delivered: [delivered(1)],
        dead: [death(2)],
        setAside: [setAside(3, 7)],
      });
      expect(await journal.due(output, Infinity, 10)).toMatchObject([{ seq: 3, nextAttemptAtMs: 7 }]);
      expect(await journal.ledger()).toMatchObject([{ delivered: 1, dead: 1, owed: 1 }]);
    });
  });
}
