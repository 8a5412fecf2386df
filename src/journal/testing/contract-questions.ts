import { describe, expect } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import type { AlertQuery } from '../journal.ts';
import { contractTest, seqsOf } from './contract-test.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { sampleAlert, sampleAlerts } from './sample-alerts.ts';

const minute = 60_000;

/** What is looked for in the alerts of `searchable`, and the alerts that are found. */
export const searchCases: readonly (readonly [what: string, text: string, expected: readonly number[]])[] = [
  ['a word', 'nginx', [4, 1]],
  ['a word in any case', 'NGINX', [4, 1]],
  ['words that all occur', 'nginx opened', [1]],
  ['a path', '/etc/shadow', [1]],
  ['a path within a word', 'cat:/etc/passwd', [3]],
  ['the beginning of a word', 'shad*', [2, 1]],
  ['a name with hyphens', 'node-10', [3]],
  ['the beginning of several words', 'CVE-2024-3*', [2]],
  ['a number that no double holds', '1507591916746609046', [3]],
  ['text in quotes', '"quoted"', [4]],
  ['a single letter', 'é', [4]],
  ['other scripts', 'тревога 警報', [4]],
  ['part of a word', 'shado', []],
  ['words in the wrong order', 'shadow/etc', []],
  ['nothing but signs', '*** / "', [4, 3, 2, 1]],
  ['a sign of the query language', 'nginx OR NOT (', []],
];

export function describeQuestions(createStore: CreateStore): void {
  const it = contractTest(createStore);

  describe('searching', () => {
    it('finds alerts by their words', async ({ journal }) => {
      await journal.append(searchable());
      for (const [what, text, expected] of searchCases) {
        const found = seqsOf(await journal.search({ text, limit: 10 }));
        expect({ what, found }).toEqual({ what, found: expected });
      }
    });

    it('narrows down by what an alert says', async ({ journal, clock }) => {
      await journal.append([
        sampleAlert({ rule: 'A', priority: 'Error' }),
        sampleAlert({ rule: 'A', priority: 'Notice' }),
      ]);
      clock.advance(minute);
      await journal.append([
        sampleAlert({ rule: 'B', source: 'k8s_audit' }),
        sampleAlert({ rule: 'B', hostname: 'h' }),
      ]);
      const found = async (query: Partial<AlertQuery>) => seqsOf(await journal.search({ limit: 10, ...query }));
      expect(await found({})).toEqual([4, 3, 2, 1]);
      expect(await found({ rule: 'A' })).toEqual([2, 1]);
      expect(await found({ rule: 'A', minimumPriority: 'Warning' })).toEqual([1]);
      expect(await found({ source: 'k8s_audit' })).toEqual([3]);
      expect(await found({ hostname: 'h' })).toEqual([4]);
      expect(await found({ untilMs: startMs + minute })).toEqual([2, 1]);
      expect(await found({ fromMs: startMs + minute, beforeSeq: 4 })).toEqual([3]);
      expect(await found({ rule: 'A', text: 'sensitive', minimumPriority: 'Error' })).toEqual([1]);
      expect(await found({ rule: 'none' })).toEqual([]);
    });

    it('goes from page to page over many alerts', async ({ journal }) => {
      for (let part = 0; part < 6; part++) {
        await journal.append(sampleAlerts(1000, { rule: part % 2 === 0 ? 'even' : 'odd' }));
      }
      const seqs: number[] = [];
      for (let before = Infinity; ; before = seqs.at(-1) ?? 0) {
        const page = await journal.search({
          rule: 'even',
          limit: 700,
          ...(before < Infinity && { beforeSeq: before }),
        });
        if (page.length === 0) break;
        seqs.push(...seqsOf(page));
      }
      expect(seqs).toHaveLength(3000);
      expect(seqs.every((seq, index) => index === 0 || seq < (seqs[index - 1] ?? 0))).toBe(true);
    });
  });

  describe('counting', () => {
    it('counts alerts per minute of arrival, by any dimension', async ({ journal, clock, reopen }) => {
      const namespace = { 'k8s.ns.name': 'prod' };
      await journal.append([
        ...sampleAlerts(2),
        sampleAlert({ rule: 'B', priority: 'Critical', outputFields: namespace }),
      ]);
      clock.advance(minute);
      await journal.append([sampleAlert({ source: 'k8s_audit', hostname: 'h' })]);
      await journal.append([sampleAlert()]);
      const again = await reopen();
      const first = Math.floor(startMs / minute) * minute;
      const counts = async (by?: 'rule' | 'priority' | 'source' | 'hostname' | 'namespace') => {
        const rows = await again.counts({ fromMs: 0, untilMs: Infinity, ...(by && { by }) });
        return rows.map(({ minuteMs, value, count }) => [(minuteMs - first) / minute, value, count]);
      };
      const rule = 'Read sensitive file untrusted';
      expect(await counts()).toEqual([
        [0, '', 3],
        [1, '', 2],
      ]);
      expect(await counts('rule')).toEqual([
        [0, 'B', 1],
        [0, rule, 2],
        [1, rule, 2],
      ]);
      expect(await counts('priority')).toEqual([
        [0, 'Warning', 2],
        [0, 'Critical', 1],
        [1, 'Warning', 2],
      ]);
      expect(await counts('source')).toEqual([
        [0, 'syscall', 3],
        [1, 'k8s_audit', 1],
        [1, 'syscall', 1],
      ]);
      expect(await counts('hostname')).toEqual([
        [0, 'node-1', 3],
        [1, 'h', 1],
        [1, 'node-1', 1],
      ]);
      expect(await counts('namespace')).toEqual([
        [0, '', 2],
        [0, 'prod', 1],
        [1, '', 2],
      ]);
      expect(await again.counts({ fromMs: first, untilMs: first + minute })).toMatchObject([
        { minuteMs: first, count: 3 },
      ]);
    });
  });

  describe('the ledger', () => {
    it('tells since when the oldest alert waits', async ({ journal, clock }) => {
      await journal.openOutput('a');
      expect(await journal.ledger()).toMatchObject([{ oldestOwedAtMs: undefined }]);
      await journal.append(sampleAlerts(1));
      clock.advance(5);
      await journal.append(sampleAlerts(1));
      expect(await journal.ledger()).toMatchObject([{ oldestOwedAtMs: startMs }]);
      const one = { seqs: [1], atMs: 1, attempts: 1, latencyMs: 1 };
      await journal.settle({ output: 'a', lane: 'normal', cursor: 1, delivered: [one] });
      expect(await journal.ledger()).toMatchObject([{ oldestOwedAtMs: startMs + 5 }]);
      expect(await journal.stats()).toMatchObject({ alerts: 2, oldestAtMs: startMs });
    });
  });
}

export function searchable(): readonly Alert[] {
  const evtTime = JSON.rawJSON('1507591916746609046');
  return [
    sampleAlert({ output: 'File /etc/shadow opened', rule: 'Read', outputFields: { image: 'docker.io/nginx:1.2' } }),
    sampleAlert({ output: 'Shadow of CVE-2024-3094', rule: 'Library', outputFields: { n: null } }),
    sampleAlert({ output: 'x', rule: 'y', outputFields: { cmd: 'cat:/etc/passwd on node-10', 'evt.time': evtTime } }),
    sampleAlert({ output: 'é "quoted"', rule: 'Тревога', outputFields: { deep: [{ nginx: true }, '警報'] } }),
  ];
}
