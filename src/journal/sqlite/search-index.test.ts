import { randomUUIDv7 } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Alert } from '#alert/alert.ts';
import { systemClock } from '#kit/clock.ts';
import { searchCases, searchable } from '../testing/contract-questions.ts';
import { fillOldJournal } from '../testing/old-journal.ts';
import { startMs } from '../testing/journal-store.ts';
import { sampleAlert, sampleAlerts } from '../testing/sample-alerts.ts';
import { storedRecords } from '../testing/stored-records.ts';
import { Connection } from './connection.ts';
import { migrate } from './migrations.ts';
import { readProgress } from './progress.ts';
import { alertsPerBlock } from './search-index.ts';
import { findByUuid, searchStep } from './search.ts';
import { Writer } from './writer.ts';

/** A clock whose every look at it is late, so that each step does the least it can. */
const lateClock = { monotonic: () => performance.now() * 1e6 };

function writerWith(alerts: readonly Alert[]): Writer {
  const connection = new Connection(':memory:', 'write');
  migrate(connection);
  const writer = new Writer(connection, lateClock);
  writer.commit({ number: 1, records: [storedRecords(1, alerts)], operations: [], flush: true });
  return writer;
}

/** Each of the alerts in a block of its own, among others that nobody looks for: the first is alert 1, then 65, 129, … */
function amongOthers(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.flatMap((alert) => [
    alert,
    ...sampleAlerts(alertsPerBlock - 1, { output: 'something else', rule: 'another', outputFields: { a: 'b' } }),
  ]);
}

/** Asks until the search has gone through everything, as the journal does. */
function search(connection: Connection, text: string): readonly number[] {
  const found: number[] = [];
  for (let before: number | undefined = 1e9; before !== undefined;) {
    const step = { labels: undefined, text, fromMs: 0, untilMs: Infinity, before, limit: 1000 };
    const { entries, before: next } = searchStep(connection, step, lateClock);
    found.push(...entries.seqs);
    before = next;
  }
  return found;
}

function indexAll(writer: Writer): void {
  while (writer.indexable > 0) writer.indexSome();
}

it('finds the same however much of the journal is indexed', () => {
  const writer = writerWith(amongOthers(searchable()));
  for (let blocks = 0; blocks <= 4; blocks++) {
    expect(readProgress(writer.connection).indexedTo).toBe(blocks === 0 ? 0 : blocks * alertsPerBlock - 1);
    for (const [what, text, expected] of searchCases) {
      const found = search(writer.connection, text).filter((seq) => seq % alertsPerBlock === 1);
      const seqs = expected.map((position) => (position - 1) * alertsPerBlock + 1);
      expect({ what, blocks, found }).toEqual({ what, blocks, found: seqs });
    }
    writer.indexSome();
  }
  expect(writer.indexable).toBeLessThanOrEqual(0);
  expect(writer.connection.number('SELECT count(*) FROM words')).toBe(4);
});

it('finds words of numbers, of names within fields, and of letters that are shorter in lower case', () => {
  const fields = { numbers: [JSON.rawJSON('1.50'), JSON.rawJSON('-0.25e7')], nested: { Key: ['İstanbul', true] } };
  const writer = writerWith(amongOthers([sampleAlert({ outputFields: fields })]));
  indexAll(writer);
  for (const text of ['50', '25e7', 'key', 'true', 'istanbul*', 'i̇stanbul']) {
    const [expected] = search(writerWith([sampleAlert({ outputFields: fields })]).connection, text);
    expect({ text, found: search(writer.connection, text) }).toEqual({ text, found: expected ? [1] : [] });
  }
});

it('finds an alert by its uuid, with or without a time in it', () => {
  const alerts = [...sampleAlerts(2), sampleAlert({ uuid: randomUUIDv7() })];
  const { connection } = writerWith(alerts);
  expect(alerts.map(({ uuid }) => findByUuid(connection, uuid))).toEqual([[1], [2], [3]]);
  expect(findByUuid(connection, 'no "such" uuid')).toEqual([]);
  expect(findByUuid(connection, randomUUIDv7())).toEqual([]);
});

it('forgets a block when retention removes the last of its alerts', () => {
  const writer = writerWith(amongOthers(searchable()));
  indexAll(writer);
  const blocks = () => writer.connection.number('SELECT count(*) FROM words WHERE words MATCH ?', 'nginx');
  expect(blocks()).toBe(2);
  writer.prune({ policy: { maxAlerts: alertsPerBlock * 3 + 2 }, nowMs: startMs, after: 0 });
  expect(blocks()).toBe(2);
  writer.prune({ policy: { maxAlerts: alertsPerBlock * 2 }, nowMs: startMs, after: 0 });
  expect(blocks()).toBe(1);
  expect(search(writer.connection, 'nginx')).toEqual([3 * alertsPerBlock + 1]);
});

it('takes any length of question', () => {
  const writer = writerWith(amongOthers(searchable()));
  indexAll(writer);
  expect(search(writer.connection, 'nginx '.repeat(5000))).toEqual([3 * alertsPerBlock + 1, 1]);
  expect(search(writer.connection, `${'nginx '.repeat(5000)} nowhere`)).toEqual([]);
});

it('builds the index of an older journal anew', () => {
  const connection = new Connection(':memory:', 'write');
  fillOldJournal(connection, 1, amongOthers(searchable()));
  connection.database.exec(`INSERT INTO words (rowid, text) VALUES (1, 'nginx'); UPDATE progress SET indexed_to = 256`);
  migrate(connection);
  expect(search(connection, 'nginx')).toEqual([3 * alertsPerBlock + 1, 1]);
  indexAll(new Writer(connection, systemClock));
  expect(search(connection, 'nginx')).toEqual([3 * alertsPerBlock + 1, 1]);
});
