import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import type { Journal } from './journal.ts';
import { openSqliteJournal } from './sqlite-journal.ts';
import { eventually } from './testing/eventually.ts';
import { sampleAlerts } from './testing/sample-alerts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

it('keeps what arrives while the disk is full, acknowledges nothing, and writes it when there is space', async (test) => {
  const folder = await temporaryFolder();
  if (!mountSmallDisk(folder)) test.skip('a small file system cannot be mounted here');
  const journal = await openSqliteJournal({
    path: folder,
    durability: 'disk',
    clock: systemClock,
    recent: { maxEntries: 1 },
    limits: { maxPendingBytes: 200_000 },
  });
  onTestFinished(() => journal.close());
  await journal.openOutput('slack');
  await journal.append(sampleAlerts(10));

  const ballast = path.join(folder, 'ballast');
  const free = statfsSync(folder);
  writeFileSync(ballast, Buffer.alloc(free.bavail * free.bsize));
  let acknowledged = 0;
  const appends = Array.from({ length: 20 }, async () => {
    const entries = await journal.append(sampleAlerts(10, { output: 'x'.repeat(500) }));
    acknowledged += entries.length;
    return entries;
  });
  await eventually(async () => expect((await journal.stats()).trouble).toMatch(/no space left/));
  await expect(journal.append(sampleAlerts(400))).rejects.toMatchObject({ kind: 'overloaded' });
  expect(await countAll(journal)).toBe(10 + acknowledged);
  expect(acknowledged).toBeLessThan(200);

  rmSync(ballast);
  const entries = (await Promise.all(appends)).flat();
  expect(entries).toHaveLength(200);
  expect(await countAll(journal)).toBe(210);
  await eventually(async () => expect(await journal.stats()).toMatchObject({ alerts: 210, trouble: undefined }));
  expect(await journal.ledger()).toMatchObject([{ received: 210, owed: 210 }]);
});

/** Those in the database, then those in memory. */
async function countAll(journal: Journal): Promise<number> {
  let count = 0;
  for (let after = 0; ;) {
    const entries = await journal.read('normal', after, 1000);
    if (entries.length === 0) return count;
    count += entries.length;
    after = entries.at(-1)?.seq ?? after;
  }
}

function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }));
  return true;
}
