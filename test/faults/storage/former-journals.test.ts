import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/kit/clock.ts';
import { openSqliteJournal } from '../../../src/journal/sqlite-journal.ts';
import { formerFormats, layOut } from './former-journals.ts';

const farFutureMs = 8_000_000_000_000;

it('knows at least one former format', () => {
  expect(formerFormats()).toContain('v1');
});

it.for(formerFormats())('finds everything in a journal of format %s', async (format) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-former-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { alerts, ledger, deadLetters, setAside } = layOut(format, folder);
  const journal = await openSqliteJournal({
    path: folder,
    durability: 'disk',
    clock: systemClock,
    recent: { maxEntries: 1 },
  });
  onTestFinished(() => journal.close());

  const entries = [...(await journal.read('urgent', 0, 1000)), ...(await journal.read('normal', 0, 1000))];
  const found = entries.map(({ alert, ...entry }) => ({ ...entry, json: alert.json, unknown: alert.unknown }));
  expect(found.sort((a, b) => a.seq - b.seq)).toEqual(alerts);
  expect(await journal.ledger()).toEqual(ledger);
  expect(await journal.deadLetters({ limit: 1000 })).toMatchObject(deadLetters);
  expect(await journal.due('healthy', farFutureMs, 1000)).toEqual(setAside);
  expect(await journal.stats()).toMatchObject({ alerts: alerts.length, quarantined: [] });
  const { cursors, owed } = await journal.openOutput('down');
  expect(cursors).toEqual({ urgent: 0, normal: 0 });
  expect(owed.urgent + owed.normal).toBe(alerts.length);

  const [first] = alerts;
  expect((await journal.search({ text: 'alert', limit: 1000 })).length).toBe(alerts.length);
  expect((await journal.explain(first?.seq ?? 0))?.entry.alert.json).toBe(first?.json);
});
