import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKind, groupIdOf, tagsOf } from '#alert/alert-kind.ts';
import { priorities, type Priority } from '#alert/priority.ts';
import { parseQuery } from '#query/parse-query.ts';
import { evaluate } from '#query/evaluate.ts';
import type { Entry } from '../../journal.ts';
import { countedDimensions, type AlertGroup, type CountedDimension } from '../../counting.ts';
import { CountedJournal } from '../../testing/counted-journal.ts';
import { sampleAlert } from '../../testing/sample-alerts.ts';
import { AlertSubject } from './subjects.ts';

const minute = 60_000;
const startMs = Date.parse('2026-11-20T10:00:00Z');

const someAlert = fc.record({
  afterMs: fc.oneof(
    fc.integer({ min: 0, max: 3 * 60_000 }),
    fc.integer({ min: 0, max: 20 * 3_600_000 }),
    fc.integer({ min: -7_200_000, max: 0 }),
  ),
  priority: fc.constantFrom(...priorities),
  rule: fc.constantFrom('Terminal shell', 'Read file', 'port-forward'),
  hostname: fc.constantFrom('', 'node-1', 'node-2'),
  namespace: fc.constantFrom('', 'prod', 'kube-system'),
  pod: fc.constantFrom('', 'web-6d4cf56db6-x2x7k', 'db-0'),
  process: fc.constantFrom('', 'cat', 'nc'),
  cluster: fc.constantFrom('', 'east'),
  tags: fc.subarray(['mitre_execution', 'T1059', 'shell']),
  word: fc.constantFrom('shadow', 'passwd', 'other'),
});
type SomeAlert = typeof someAlert extends fc.Arbitrary<infer Value> ? Value : never;

const queries = [
  '',
  'priority>=warning',
  'rule:"Terminal shell" -namespace:kube-system',
  'shadow',
  'rule:"Read file" shadow -hostname:node-1',
  'process:c*',
  'proc.name:cat or tag:T1059',
  '-tag:shell',
  'cluster:* workload:web',
  'k8s.ns.name:prod',
  'fd.name:/etc/shadow',
  'not shadow',
  'rule:port-forward or passwd',
] as const;

const history = fc.record({
  batches: fc.array(fc.array(someAlert, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 }),
  keep: fc.nat(60),
  discard: fc.array(fc.nat(40), { maxLength: 3 }),
  isIndexed: fc.boolean(),
});

function alertOf({ priority, rule, hostname, namespace, pod, process, cluster, tags, word }: SomeAlert) {
  const fields = {
    'fd.name': `/etc/${word}`,
    ...(namespace !== '' && { 'k8s.ns.name': namespace }),
    ...(pod !== '' && { 'k8s.pod.name': pod }),
    ...(process !== '' && { 'proc.name': process }),
    ...(cluster !== '' && { cluster }),
  };
  return sampleAlert({ priority, rule, hostname, tags, outputFields: fields, output: `opened /etc/${word}` });
}

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

/** A journal after some history, and the alerts that are in it. */
function journalAfter(
  { batches, keep, discard, isIndexed }: History,
  onStep: (journal: CountedJournal) => void = () => {},
) {
  const journal = new CountedJournal();
  let nowMs = startMs;
  for (const batch of batches) {
    journal.append(
      batch.map((each) => ({ alert: alertOf(each), receivedAtMs: (nowMs = Math.max(nowMs + each.afterMs, startMs)) })),
    );
    onStep(journal);
  }
  if (isIndexed) journal.indexAll();
  journal.discard(discard);
  onStep(journal);
  journal.prune(keep);
  onStep(journal);
  return journal;
}

function meant(entries: readonly Entry[], query: string, fromMs: number, untilMs: number): readonly Entry[] {
  const parsed = parseQuery(query);
  return entries.filter(({ alert, receivedAtMs }) => {
    const label = { ...labelOf(alert), id: 0, place: 0 };
    return (
      receivedAtMs >= fromMs && receivedAtMs < untilMs && evaluate(parsed, new AlertSubject(label, alert.json)) === true
    );
  });
}

/** Nothing but what an alert of an older version has, so that everything else is read from the alert itself. */
function labelOf({ rule, priority, source, hostname }: Entry['alert']) {
  const unknown = {
    namespace: undefined,
    cluster: undefined,
    workload: undefined,
    process: undefined,
    user: undefined,
    tags: undefined,
    groupId: undefined,
  };
  return { priorityNumber: 0, rule, priority, source, hostname, ...unknown };
}

function valuesOf({ alert }: Entry, dimension: CountedDimension): readonly string[] {
  const kind = alertKind(alert.json);
  if (dimension === 'tag') return alert.tags.length > 0 ? tagsOf(kind) : [''];
  if (dimension === 'priority' || dimension === 'rule' || dimension === 'source' || dimension === 'hostname') {
    return [alert[dimension]];
  }
  return [kind[dimension]];
}

function countValues(entries: readonly Entry[], dimension: CountedDimension): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of entries) for (const value of valuesOf(entry, dimension)) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const range = fc
  .tuple(fc.integer({ min: -60_000, max: 40 * 3_600_000 }), fc.nat(40 * 3_600_000))
  .map(([from, length]) => ({ fromMs: startMs + from, untilMs: startMs + from + length }));
const everytime = fc.constant({ fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER });
const asked = fc.record({ history, query: fc.constantFrom(...queries), range: fc.oneof(range, everytime) });

describe('what is counted', () => {
  it('equals what a count of every alert gives, after any history', () => {
    fc.assert(
      fc.property(asked, ({ history: past, query, range: { fromMs, untilMs } }) => {
        const journal = journalAfter(past);
        const expected = meant(journal.entries(), query, fromMs, untilMs);
        const tally = journal.tally({ query: parseQuery(query), fromMs, untilMs, by: countedDimensions });
        expect(tally.isExact).toBe(true);
        expect(tally.total).toBe(expected.length);
        for (const { dimension, values } of tally.dimensions) {
          expect(Object.fromEntries(values.map(({ value, count }) => [value, count]))).toEqual(
            countValues(expected, dimension),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('stays right for who asks the same again while alerts come and go', () => {
    fc.assert(
      fc.property(asked, ({ history: past, query, range: { fromMs, untilMs } }) => {
        journalAfter(past, (journal) => {
          const expected = meant(journal.entries(), query, fromMs, untilMs);
          const selection = { query: parseQuery(query), fromMs, untilMs };
          const { groups } = journal.groups({ ...selection, by: 'hostname', trendParts: 0 });
          const hosts = Object.fromEntries(groups.map(({ id, count }) => [id, count]));
          expect(hosts).toEqual(countValues(expected, 'hostname'));
          expectGroups(journal.groups({ ...selection, by: 'fingerprint', trendParts: 0 }).groups, expected);
          const { ids, counts } = journal.groupCounts({ fromMs, untilMs });
          const all = meant(journal.entries(), '', fromMs, untilMs);
          expect(Object.fromEntries(ids.map((id, index) => [id, counts[index]]))).toEqual(countGroups(all));
          const kept = Object.fromEntries(groups.map(({ id, totalCount }) => [id, totalCount]));
          expect({ ...countValues(journal.entries(), 'hostname'), ...kept }).toEqual(
            countValues(journal.entries(), 'hostname'),
          );
        });
      }),
      { numRuns: 100 },
    );
  });

  it('is divided into buckets whose sum is the total', () => {
    const bucketed = fc.record({ asked, bucketMinutes: fc.constantFrom(1, 5, 15, 60, 180, 1440) });
    fc.assert(
      fc.property(bucketed, ({ asked: { history: past, query, range }, bucketMinutes }) => {
        const { fromMs, untilMs } = range;
        const journal = journalAfter(past);
        const bucketMs = bucketMinutes * minute;
        const tally = journal.tally({ query: parseQuery(query), fromMs, untilMs, by: ['priority', 'tag'], bucketMs });
        const [byPriority] = tally.dimensions;
        const sums = (byPriority?.values ?? []).map(({ buckets = [] }) =>
          buckets.reduce((sum, count) => sum + count, 0),
        );
        expect(sums).toEqual(byPriority?.values.map(({ count }) => count));
        expect(sums.reduce((sum, count) => sum + count, 0)).toBe(tally.total);
        if (tally.buckets === 0) return;
        const expected = meant(journal.entries(), query, fromMs, untilMs);
        expect(tally.total).toBe(expected.length);
        for (const { value, buckets } of byPriority?.values ?? []) {
          const counts = Array.from({ length: tally.buckets }, () => 0);
          for (const { alert, receivedAtMs } of expected) {
            const index = Math.floor((receivedAtMs - tally.startMs) / bucketMs);
            if (alert.priority === value) counts[index] = (counts[index] ?? 0) + 1;
          }
          expect(buckets).toEqual(counts);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is put together by what alerts have in common', () => {
    fc.assert(
      fc.property(asked, ({ history: past, query, range: { fromMs, untilMs } }) => {
        const journal = journalAfter(past);
        const expected = meant(journal.entries(), query, fromMs, untilMs);
        const { groups, isExact } = journal.groups({
          query: parseQuery(query),
          fromMs,
          untilMs,
          by: 'fingerprint',
          trendParts: 24,
        });
        expect(isExact).toBe(true);
        expectGroups(groups, expected);
        for (const { trend, count } of groups) {
          expect(trend.reduce((sum, part) => sum + part, 0)).toBe(count);
          expect(trend.length).toBeLessThanOrEqual(24);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function expectGroups(groups: readonly AlertGroup[], expected: readonly Entry[]): void {
  const ids = Map.groupBy(expected, ({ alert }) => groupIdOf({ rule: alert.rule, ...alertKind(alert.json) }));
  expect(groups.map(({ id }) => id).sort()).toEqual([...ids.keys()].sort());
  for (const group of groups) {
    const alerts = ids.get(group.id) ?? [];
    const different = (valueOf: (entry: Entry) => string) =>
      new Set(alerts.map(valueOf).filter((value) => value !== ''));
    expect(group.count).toBe(alerts.length);
    expect(group.hosts).toBe(new Set(alerts.map(({ alert }) => alert.hostname)).size);
    expect(group.namespaces).toBe(different(({ alert }) => alertKind(alert.json).namespace).size);
    expect(group.priority).toBe(mostUrgent(alerts));
    expect(group.tags).toEqual([...new Set(alerts.flatMap(({ alert }) => alert.tags))].sort());
    expect(group.sources).toEqual([...new Set(alerts.map(({ alert }) => alert.source))].sort());
    expect(alerts.map(({ alert }) => alert.rule)).toContain(group.rule);
  }
}

function countGroups(entries: readonly Entry[]): Record<string, number> {
  const ids = Map.groupBy(entries, ({ alert }) => groupIdOf({ rule: alert.rule, ...alertKind(alert.json) }));
  return Object.fromEntries([...ids].map(([id, alerts]) => [id, alerts.length]));
}

function mostUrgent(entries: readonly Entry[]): Priority | undefined {
  return priorities.find((priority) => entries.some(({ alert }) => alert.priority === priority));
}

describe('what is found', () => {
  it('is what a look at every alert finds, page by page, in any order', () => {
    const paged = fc.record({
      asked,
      sort: fc.constantFrom('time', 'priority'),
      order: fc.constantFrom('desc', 'asc'),
      limit: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(
        paged,
        ({
          asked: {
            history: past,
            query,
            range: { fromMs, untilMs },
          },
          sort,
          order,
          limit,
        }) => {
          const journal = journalAfter(past);
          const urgency = (entry: Entry) => (sort === 'time' ? 0 : -priorities.indexOf(entry.alert.priority));
          const expected = meant(journal.entries(), query, fromMs, untilMs)
            .toSorted((a, b) => urgency(b) - urgency(a) || b.seq - a.seq)
            .map(({ seq }) => seq);
          if (order === 'asc') expected.reverse();
          const found = journal.pages({ query: parseQuery(query), fromMs, untilMs, sort, order, limit });
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
