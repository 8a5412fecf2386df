import { describe, expect } from 'vitest';
import { readJson } from '#kit/json-read.ts';
import { isJsonObject } from '#kit/json.ts';
import type { Entry } from '../journal.ts';
import { contractTest, seqsOf } from './contract-test.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { sampleAlert, sampleAlerts } from './sample-alerts.ts';

const mixed = ['Error', 'Critical', 'Debug', 'Emergency', 'Notice'] as const;

export function describeAlerts(createStore: CreateStore): void {
  const it = contractTest(createStore);

  describe('alerts', () => {
    it('are numbered from 1, in the order of the calls', async ({ journal }) => {
      const calls = Array.from({ length: 50 }, (_, index) => journal.append(sampleAlerts(1 + (index % 3))));
      const seqs = (await Promise.all(calls)).flatMap(seqsOf);
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
    });

    it('are read by lane, oldest first', async ({ journal }) => {
      await journal.append(mixed.map((priority) => sampleAlert({ priority })));
      expect(seqsOf(await journal.read('normal', 0, 10))).toEqual([1, 3, 5]);
      expect(seqsOf(await journal.read('normal', 1, 1))).toEqual([3]);
      expect(seqsOf(await journal.read('urgent', 2, 10))).toEqual([4]);
      expect(await journal.read('urgent', 4, 10)).toEqual([]);
    });

    it('come back as they were, also after the journal was opened again', async ({ journal, reopen }) => {
      const fields = readJson('{"evt.time":1507591916746609046,"n":1.0,"text":"<é😀\\u0000>","none":null}', {
        maxDepth: 9,
      });
      const unknown = readJson('{"extra":{"b":1,"a":[2]}}', { maxDepth: 9 });
      if (!isJsonObject(fields) || !isJsonObject(unknown)) throw new Error('These are objects');
      const alert = sampleAlert({ outputFields: fields, unknown, hostname: 'a\0b' });
      await journal.append([alert]);
      const expected = { seq: 1, receivedAtMs: startMs, lane: 'normal', alert };
      expect(await journal.read('normal', 0, 10)).toEqual([expected]);
      const again = await reopen();
      const [entry] = await again.read('normal', 0, 10);
      expect(entry).toEqual(expected);
      expect(entry?.alert.json).toBe(alert.json);
    });

    it('keep their numbers to themselves, even when the newest were removed', async ({ journal, clock, reopen }) => {
      await journal.append(sampleAlerts(3));
      clock.advance(1000);
      await journal.prune({ maxAgeMs: 10 });
      expect(seqsOf(await (await reopen()).append(sampleAlerts(1)))).toEqual([4]);
    });

    it('are given to subscribers once they are durable', async ({ journal }) => {
      const heard: Entry[] = [];
      const stop = journal.subscribe((entries) => heard.push(...entries));
      const appended = await journal.append(sampleAlerts(2));
      expect(heard).toEqual(appended);
      stop();
      await journal.append(sampleAlerts(1));
      expect(heard).toHaveLength(2);
    });

    it('are kept although a subscriber fails', async ({ journal }) => {
      journal.subscribe(() => {
        throw new Error('A bug elsewhere');
      });
      expect(await journal.append(sampleAlerts(1))).toHaveLength(1);
    });

    it('can be asked for one by one, in any order', async ({ journal, reopen }) => {
      await journal.append(sampleAlerts(5));
      expect(seqsOf(await journal.readSome([4, 99, 1]))).toEqual([4, 1]);
      expect(seqsOf(await (await reopen()).readSome([5, 2, 0]))).toEqual([5, 2]);
    });

    it('are read in full although they are many and large', async ({ journal, reopen }) => {
      await journal.append(sampleAlerts(12, { output: 'x'.repeat(1_500_000) }));
      await journal.append(sampleAlerts(3000));
      const again = await reopen();
      const seqs: number[] = [];
      for (let part = await again.read('normal', 0, 500); part.length > 0;) {
        seqs.push(...seqsOf(part));
        part = await again.read('normal', seqs.at(-1) ?? 0, 500);
      }
      expect(seqs).toEqual(Array.from({ length: 3012 }, (_, index) => index + 1));
    });

    it('may be none', async ({ journal }) => {
      expect(await journal.append([])).toEqual([]);
      expect(await journal.stats()).toMatchObject({ alerts: 0, oldestAtMs: undefined, trouble: undefined });
    });

    it('that wait are written before the journal closes, and none is accepted after', async ({ journal, reopen }) => {
      const waiting = journal.append(sampleAlerts(3));
      const again = await reopen();
      await waiting;
      expect(seqsOf(await again.read('normal', 0, 10))).toEqual([1, 2, 3]);
      await again.close();
      await expect(again.append(sampleAlerts(1))).rejects.toThrow('The journal is closed');
    });
  });
}
