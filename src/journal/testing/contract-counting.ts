import { describe, expect } from 'vitest';
import { parseQuery } from '#query/parse-query.ts';
import type { FindQuery, TallyQuery } from '../counting.ts';
import type { Journal } from '../journal.ts';
import { contractTest, seqsOf } from './contract-test.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { death, delivered, setAside, suppressed } from './records.ts';
import { sampleAlert, sampleAlerts } from './sample-alerts.ts';

const minute = 60_000;
const hour = 60 * minute;

export function describeCounting(createStore: CreateStore): void {
  const it = contractTest(createStore);

  const find = async (journal: Journal, query: string, options: Partial<FindQuery> = {}) =>
    seqsOf(await journal.find({ query: parseQuery(query), sort: 'time', order: 'desc', limit: 100, ...options }));

  const tally = async (journal: Journal, query: string, options: Partial<TallyQuery> = {}) => {
    const answer = await journal.tally({ query: parseQuery(query), by: ['rule'], ...options });
    const counts = answer.dimensions.map(({ values }) =>
      Object.fromEntries(values.map(({ value, count }) => [value, count])),
    );
    return { total: answer.total, counts };
  };

  const shell = { rule: 'Shell', outputFields: { 'k8s.ns.name': 'prod', 'proc.name': 'bash', 'user.name': 'root' } };

  describe('finding', () => {
    it('finds what a query asks for, newest or most urgent first, a page at a time', async ({
      journal,
      clock,
      reopen,
    }) => {
      await journal.append([sampleAlert({ ...shell, priority: 'Critical' }), sampleAlert(shell)]);
      clock.advance(hour);
      await journal.append([sampleAlert({ priority: 'Notice' }), sampleAlert({ ...shell, hostname: 'node-2' })]);
      for (const each of [journal, await reopen()]) {
        expect(await find(each, '')).toEqual([4, 3, 2, 1]);
        expect(await find(each, '', { order: 'asc', limit: 3 })).toEqual([1, 2, 3]);
        expect(await find(each, 'namespace:prod process:bash -hostname:node-2')).toEqual([2, 1]);
        expect(await find(each, 'proc.name:ba* user.name:root')).toEqual([4, 2, 1]);
        expect(await find(each, 'shadow priority<warning')).toEqual([3]);
        expect(await find(each, 'nowhere')).toEqual([]);
        const urgent = { sort: 'priority', limit: 2 } as const;
        expect(await find(each, '', urgent)).toEqual([1, 4]);
        expect(await find(each, '', { ...urgent, after: { seq: 4, priority: 'Warning' } })).toEqual([2, 3]);
        expect(await find(each, '', { fromMs: startMs, untilMs: startMs + hour })).toEqual([2, 1]);
      }
    });
  });

  describe('tallying', () => {
    it('counts what a query asks for by what alerts say', async ({ journal, clock, reopen }) => {
      await journal.append([sampleAlert(shell), sampleAlert({ tags: ['a', 'b'] })]);
      clock.advance(hour);
      await journal.append([sampleAlert(shell)]);
      const again = await reopen();
      const other = 'Read sensitive file untrusted';
      expect(await tally(again, '')).toEqual({ total: 3, counts: [{ Shell: 2, [other]: 1 }] });
      expect(await tally(again, 'process:bash')).toEqual({ total: 2, counts: [{ Shell: 2 }] });
      expect(await tally(again, 'bash or tag:b')).toEqual({ total: 3, counts: [{ Shell: 2, [other]: 1 }] });
      expect(await tally(again, '', { fromMs: startMs + 1 })).toEqual({ total: 1, counts: [{ Shell: 1 }] });
      expect(await tally(again, '', { by: ['tag', 'namespace'] })).toEqual({
        total: 3,
        counts: [
          { a: 1, b: 1, mitre_credential_access: 2 },
          { prod: 2, '': 1 },
        ],
      });
      const first = Math.floor(startMs / hour) * hour;
      const buckets = { fromMs: first, untilMs: first + 2 * hour, bucketMs: hour };
      expect(await again.tally({ query: parseQuery('rule:shell'), by: ['priority'], ...buckets })).toMatchObject({
        startMs: first,
        buckets: 2,
        dimensions: [{ values: [{ value: 'Warning', count: 2, buckets: [1, 1] }] }],
      });
    });

    it('counts no alert that was removed', async ({ journal, clock }) => {
      await journal.append(sampleAlerts(5, shell));
      clock.advance(hour);
      await journal.append(sampleAlerts(3));
      await journal.prune({ maxAgeMs: hour - 1 });
      expect(await tally(journal, '')).toMatchObject({ total: 3 });
      expect(await tally(journal, 'rule:Shell')).toEqual({ total: 0, counts: [{}] });
      await journal.append(sampleAlerts(2, shell));
      await journal.prune({ maxAlerts: 1 });
      expect(await tally(journal, '')).toEqual({ total: 1, counts: [{ Shell: 1 }] });
    });
  });

  describe('grouping', () => {
    it('puts together what has its fingerprint in common', async ({ journal, clock, reopen }) => {
      await journal.append([sampleAlert(shell), sampleAlert({ ...shell, hostname: 'node-2', priority: 'Error' })]);
      clock.advance(hour);
      await journal.append([sampleAlert(shell), sampleAlert()]);
      const again = await reopen();
      const query = { query: parseQuery('rule:Shell'), by: 'fingerprint', trendParts: 0 } as const;
      const { groups } = await again.groups({ ...query, untilMs: startMs + 1 });
      const known = { rule: 'Shell', namespace: 'prod', process: 'bash', user: 'root', priority: 'Error' };
      const seen = { totalCount: 3, firstSeenMs: startMs, lastSeenMs: startMs + hour, lastSeq: 3 };
      expect(groups).toMatchObject([{ ...known, ...seen, count: 2, hosts: 2 }]);
      const id = groups[0]?.id ?? '';
      expect(await find(again, `group:${id}`)).toEqual([3, 2, 1]);
      expect((await again.groups({ ...query, ids: [id] })).groups).toMatchObject([{ id, count: 3 }]);
      expect((await again.groups({ ...query, ids: ['another'] })).groups).toEqual([]);
      expect((await again.groupCounts({ untilMs: startMs + 1 })).get(id)).toEqual({ count: 2, priority: 'Error' });
      const counts = [...(await again.groupCounts({})).values()];
      expect(counts.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual([1, 3]);
      expect(await again.groupCounts({ fromMs: startMs + 2 * hour })).toEqual(new Map());
      const byHost = await again.groups({ ...query, query: parseQuery(''), by: 'hostname' });
      expect(new Map(byHost.groups.map(({ id: host, count }) => [host, count]))).toEqual(
        new Map([
          ['node-1', 3],
          ['node-2', 1],
        ]),
      );
    });
  });

  describe('fates in short', () => {
    it('are a letter for each output', async ({ journal }) => {
      await journal.append(sampleAlerts(1));
      await journal.openOutput('a');
      await journal.openOutput('b');
      await journal.append(sampleAlerts(6));
      await journal.settle({
        output: 'a',
        lane: 'normal',
        cursor: 6,
        delivered: [delivered(2, 5)],
        suppressed: [suppressed(3)],
        setAside: [setAside(4)],
        dead: [death(6)],
      });
      expect(await journal.fateLetters([7, 6, 5, 4, 3, 2, 99])).toEqual({
        outputs: ['a', 'b'],
        letters: ['oo', 'xo', 'do', 'oo', 'so', 'do', '--'],
      });
    });
  });
}
