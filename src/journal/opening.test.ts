import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import type { Journal } from './journal.ts';
import { openSqliteJournal } from './sqlite-journal.ts';
import { eventually } from './testing/eventually.ts';
import { sampleAlerts } from './testing/sample-alerts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

async function open(folder: string): Promise<Journal> {
  const journal = await openSqliteJournal({
    path: folder,
    durability: 'disk',
    clock: systemClock,
    recent: { maxEntries: 1 },
  });
  onTestFinished(() => journal.close());
  return journal;
}

const fileOf = (folder: string) => path.join(folder, 'tiercel.db');

it('makes the folder, for its owner only', async () => {
  const folder = path.join(await temporaryFolder(), 'a', 'b');
  const journal = await open(folder);
  expect(await journal.append(sampleAlerts(1))).toHaveLength(1);
  const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
  expect(await modeOf(folder)).toBe('700');
  expect(await Promise.all(['', '-wal', '-shm'].map((end) => modeOf(fileOf(folder) + end)))).toEqual([
    '600',
    '600',
    '600',
  ]);
});

it('refuses a folder that is in use, and takes it once it is free', async () => {
  const folder = await temporaryFolder();
  const first = await open(folder);
  await expect(open(folder)).rejects.toMatchObject({
    kind: 'locked',
    message: `Another process uses the journal in ${folder}. Stop it, or give this one a folder of its own`,
  });
  await first.close();
  await open(folder);
});

it('refuses the journal of a later version, and leaves it as it is', async () => {
  const folder = await temporaryFolder();
  await (await open(folder)).close();
  const database = new DatabaseSync(fileOf(folder));
  database.exec('PRAGMA user_version = 9; UPDATE progress SET version = 9; ALTER TABLE progress ADD COLUMN more TEXT');
  database.close();
  const before = await readFile(fileOf(folder));
  await expect(open(folder)).rejects.toMatchObject({ kind: 'newer', message: expect.stringContaining('version 9') });
  expect(await readFile(fileOf(folder))).toEqual(before);
  expect((await readdir(folder)).filter((name) => name.startsWith('quarantine'))).toEqual([]);
});

it('says what to do when the folder cannot be used', async () => {
  const file = path.join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(open(path.join(file, 'journal'))).rejects.toMatchObject({ kind: 'storage' });
});

it.for([
  ['that is no database', Buffer.from('This is a letter to my aunt.\n'.repeat(300))],
  ['that is another database', undefined],
] as const)('moves a file aside %s, and starts', async ([, content]) => {
  const folder = await temporaryFolder();
  if (content) await writeFile(fileOf(folder), content);
  else {
    const database = new DatabaseSync(fileOf(folder));
    database.exec('CREATE TABLE alerts (name TEXT)');
    database.close();
  }
  const before = await readFile(fileOf(folder));
  const journal = await open(folder);
  expect(await journal.append(sampleAlerts(1))).toHaveLength(1);
  const [quarantine = '', ...others] = (await journal.stats()).quarantined;
  expect(others).toEqual([]);
  expect(await readFile(fileOf(quarantine))).toEqual(before);
});

it.for(['', 'SQLite'])('starts with a file that holds %j', async (content) => {
  const folder = await temporaryFolder();
  await writeFile(fileOf(folder), content);
  expect(await (await open(folder)).append(sampleAlerts(1))).toHaveLength(1);
});

it('reads on past a row that is damaged, sets it apart, and owes it to nobody', async () => {
  const folder = await temporaryFolder();
  const first = await open(folder);
  await first.openOutput('a');
  await first.append(sampleAlerts(5));
  await first.close();
  const database = new DatabaseSync(fileOf(folder));
  database.exec(`UPDATE payloads SET json = replace(json, 'sensitive', 'harmless') WHERE seq = 2;
    DELETE FROM payloads WHERE seq = 3;
    UPDATE payloads SET json = '{"uuid', checksum = 0 WHERE seq = 1`);
  database.close();

  const journal = await open(folder);
  expect((await journal.read('normal', 0, 2)).map(({ seq }) => seq)).toEqual([4, 5]);
  await eventually(async () => {
    expect(await journal.ledger()).toMatchObject([{ received: 5, suppressed: 3, expired: 0, owed: 2 }]);
  });
  expect(await journal.explain(2)).toBeUndefined();
  expect(await journal.stats()).toMatchObject({ alerts: 2, quarantined: [] });
});

it('goes on when a thread dies: what was asked of it is rejected, what was appended is kept', async () => {
  const workers: Worker[] = [];
  const note = (worker: Worker) => void workers.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));
  const journal = await open(await temporaryFolder());
  await journal.append(sampleAlerts(3));
  await journal.stats();
  expect(workers).toHaveLength(2);

  const appending = journal.append(sampleAlerts(2));
  const asking = journal.search({ text: 'sensitive', limit: 5 });
  for (const worker of workers) void worker.terminate();
  await expect(asking).rejects.toThrow('reader thread stopped');
  expect((await appending).map(({ seq }) => seq)).toEqual([4, 5]);
  await eventually(async () => expect(await journal.search({ text: 'sensitive', limit: 9 })).toHaveLength(5));
});

it('lets the process end once it is closed', async () => {
  const script = `
    import { openSqliteJournal } from './src/journal/sqlite-journal.ts';
    import { systemClock } from './src/kit/clock.ts';
    const journal = await openSqliteJournal({ path: process.argv[1], durability: 'disk', clock: systemClock });
    await journal.stats();
    await journal.close();`;
  const folder = await temporaryFolder();
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { timeout: 60_000 });
  expect(status).toBe(0);
  expect((await readdir(folder)).sort()).toEqual(['append-log', 'tiercel.db', 'tiercel.lock']);
});
