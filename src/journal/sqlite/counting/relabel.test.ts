import { expect, it } from 'vitest';
import { parseQuery } from '#query/parse-query.ts';
import { countedDimensions } from '../../counting.ts';
import { CountedJournal } from '../../testing/counted-journal.ts';
import { startMs } from '../../testing/journal-store.ts';
import { fillOldJournal } from '../../testing/old-journal.ts';
import { sampleAlert } from '../../testing/sample-alerts.ts';
import { Connection } from '../connection.ts';
import { migrate } from '../migrations.ts';

const minute = 60_000;
const all = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };

function alertOf(number: number) {
  return sampleAlert({
    hostname: `node-${number % 3}`,
    priority: number % 5 === 0 ? 'Critical' : 'Notice',
    tags: [`tag-${number % 2}`],
    outputFields: { 'k8s.pod.name': `web-${number % 2}`, 'proc.name': `p${number % 7}`, cluster: 'east' },
  });
}

it('counts the alerts of an older journal by what they say, and answers right meanwhile', () => {
  const alerts = Array.from({ length: 450 }, (_, index) => alertOf(index));
  const connection = new Connection(':memory:', 'write');
  fillOldJournal(connection, 2, alerts, minute);
  migrate(connection);
  const journal = new CountedJournal(connection);
  journal.append(
    Array.from({ length: 50 }, (_, index) => ({
      alert: alertOf(450 + index),
      receivedAtMs: startMs + (450 + index) * minute,
    })),
  );
  const { writer } = journal;
  const total = (query: string, fromMs = 0) =>
    journal.tally({ ...all, fromMs, query: parseQuery(query), by: [] }).total;
  for (let steps = 0; writer.isRelabelling; steps++) {
    expect(steps).toBeLessThan(10);
    expect([total(''), total('process:p3'), total('tag:tag-1 priority:critical'), total('hostname:node-1')]).toEqual([
      500, 71, 50, 167,
    ]);
    const question = { ...all, query: parseQuery('process:p3'), sort: 'time', order: 'desc', limit: 100 } as const;
    expect(journal.pages(question)).toHaveLength(71);
    expect(journal.tally({ ...all, query: parseQuery(''), by: ['process'] }).isExact).toBe(false);
    if (steps === 2) journal.discard([9, 440]);
    if (steps === 2)
      journal.append([9, 440].map((seq) => ({ alert: alertOf(seq - 1), receivedAtMs: startMs + seq * minute })));
    writer.relabelSome();
  }
  const tally = journal.tally({ ...all, query: parseQuery(''), by: countedDimensions });
  expect(tally).toMatchObject({ isExact: true, total: 500 });
  for (const { dimension, values } of tally.dimensions) {
    expect({ dimension, sum: values.reduce((sum, { count }) => sum + count, 0) }).toEqual({ dimension, sum: 500 });
  }
  expect(total('process:p3')).toBe(71);
  expect(total('', startMs + 499 * minute)).toBe(1);
  expect(connection.number('SELECT count(*) FROM labels WHERE group_id IS NULL')).toBe(0);
  expect(connection.number('SELECT sum(count) FROM minute_counts')).toBe(500);
  expect(connection.number('SELECT sum(count) FROM label_totals')).toBe(500);
});
