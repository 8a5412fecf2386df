import { expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { searchCases, searchable } from '../testing/contract-questions.ts';
import { startMs } from '../testing/journal-store.ts';
import { sampleAlerts } from '../testing/sample-alerts.ts';
import { storedRecords } from '../testing/stored-records.ts';
import { Connection } from './connection.ts';
import { migrate } from './migrations.ts';
import { readProgress } from './progress.ts';
import { findByUuid, searchStep } from './search.ts';
import { Writer } from './writer.ts';

/** A clock whose every look at it is late, so that each step does the least it can. */
const lateClock = { monotonic: () => performance.now() * 1e6 };

function writerWith(alerts: ReturnType<typeof searchable>): Writer {
  const connection = new Connection(':memory:', 'write');
  migrate(connection);
  const writer = new Writer(connection, lateClock);
  writer.commit({ number: 1, records: [storedRecords(1, alerts)], operations: [], flush: true });
  return writer;
}

const search = (connection: Connection, text: string) =>
  searchStep(
    connection,
    { labels: undefined, text, fromMs: 0, untilMs: Infinity, before: 1e9, limit: 10 },
    systemClock,
  );

it('finds the same however much of the journal is indexed', () => {
  const writer = writerWith(searchable());
  for (let indexed = 0; indexed <= 4; indexed++) {
    expect(readProgress(writer.connection).indexedTo).toBe(indexed);
    for (const [what, text, expected] of searchCases) {
      const { entries } = search(writer.connection, text);
      expect({ what, indexed, found: entries.seqs }).toEqual({ what, indexed, found: expected });
    }
    writer.indexSome();
  }
  expect(writer.unindexed).toBe(0);
});

it('finds an alert by its uuid, indexed or not', () => {
  const alerts = sampleAlerts(3);
  const writer = writerWith(alerts);
  for (let indexed = 0; indexed <= 3; indexed++) {
    expect(alerts.map(({ uuid }) => findByUuid(writer.connection, uuid))).toEqual([[1], [2], [3]]);
    writer.indexSome();
  }
  expect(findByUuid(writer.connection, 'no "such" uuid')).toEqual([]);
});

it('forgets what retention removes', () => {
  const writer = writerWith(searchable());
  while (writer.unindexed > 0) writer.indexSome();
  writer.prune({ policy: { maxAlerts: 1 }, nowMs: startMs, after: 0 });
  expect(writer.connection.number('SELECT count(*) FROM words WHERE words MATCH ?', 'nginx')).toBe(1);
  expect(search(writer.connection, 'nginx').entries.seqs).toEqual([4]);
});

it('takes any length of question', () => {
  const writer = writerWith(searchable());
  while (writer.unindexed > 0) writer.indexSome();
  expect(search(writer.connection, 'nginx '.repeat(5000)).entries.seqs).toEqual([4, 1]);
  expect(search(writer.connection, `${'nginx '.repeat(5000)} nowhere`).entries.seqs).toEqual([]);
});
