import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { openSqliteJournal } from './sqlite-journal.ts';
import { fillJournal, RepairingJournal } from './testing/damage.ts';
import { sampleAlert, sampleAlerts } from './testing/sample-alerts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const pageBytes = 4096;
const fileName = 'tiercel.db';
const alerts = Array.from({ length: 120 }, (_, index) =>
  sampleAlert({ output: `Alert ${index + 1} ${'x'.repeat(900)}` }),
);
/** The most alerts that one page holds; three of about 1300 bytes. */
const alertsPerPage = 3;
let sound: Buffer;
let pages: number;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-journal-'));
  fillJournal(folder, alerts);
  sound = await readFile(path.join(folder, fileName));
  await rm(folder, { recursive: true });
  pages = sound.length / pageBytes;
});

describe('a journal with one damaged page loses at most what lay on it', () => {
  it.for(everyNth(24))('zeroed: %i of 24', async (part) => {
    const page = position(part, pages);
    const damaged = Buffer.from(sound);
    damaged.fill(0, page * pageBytes, (page + 1) * pageBytes);
    expect(await survivors(damaged)).toBeGreaterThanOrEqual(alerts.length - alertsPerPage);
  });

  it.for(everyNth(24))('with a flipped bit: %i of 24', async (part) => {
    const damaged = Buffer.from(sound);
    const offset = position(part, sound.length);
    damaged[offset] = (damaged[offset] ?? 0) ^ (1 << (part % 8));
    expect(await survivors(damaged)).toBeGreaterThanOrEqual(alerts.length - alertsPerPage);
  });
});

describe('a journal starts, and keeps what is left,', () => {
  it.for(everyNth(12))('when its end is missing: %i of 12', async (part) => {
    const damaged = sound.subarray(0, position(part, sound.length));
    const whole = Math.max(0, (damaged.length - sound.length / 2) / pageBytes);
    expect(await survivors(damaged)).toBeGreaterThanOrEqual(Math.floor(whole / 2));
  });

  it.for(everyNth(8))('when two pages changed places: %i of 8', async (part) => {
    const damaged = Buffer.from(sound);
    const one = position(part, pages) * pageBytes;
    const other = position((part + 3) % 8, pages) * pageBytes;
    sound.copy(damaged, one, other, other + pageBytes);
    sound.copy(damaged, other, one, one + pageBytes);
    expect(await survivors(damaged)).toBeGreaterThanOrEqual(alerts.length - 2 * alertsPerPage);
  });

  it('when the write-ahead log is that of another journal', async () => {
    expect(await survivors(sound, Buffer.alloc(50_000, 'not a log'))).toBe(alerts.length);
  });
});

it('meets damage while it runs, repairs itself, and says so', async () => {
  const folder = await temporaryFolder();
  const file = Buffer.from(sound);
  const found = file.lastIndexOf('Alert 100 ');
  const page = Math.floor(found / pageBytes);
  file.fill(0xff, page * pageBytes, (page + 1) * pageBytes);
  await writeFile(path.join(folder, fileName), file);
  const logged: string[] = [];
  const note = (_: object, message: string) => void logged.push(message);
  const log = { info: note, warn: note, error: note };
  const journal = await openSqliteJournal({ path: folder, durability: 'disk', clock: systemClock, log });

  const entries = await journal.read('normal', 0, 1000);
  expect(entries.length).toBeGreaterThanOrEqual(alerts.length - alertsPerPage);
  expect(entries.length).toBeLessThan(alerts.length);
  const { quarantined, alerts: kept } = await journal.stats();
  expect(quarantined).toEqual((await quarantines(folder)).map((name) => path.join(folder, name)));
  expect(quarantined).toHaveLength(1);
  expect(kept).toBe(entries.length);
  expect(logged).toEqual([expect.stringContaining('The journal was damaged: it was moved aside')]);
  expect((await journal.append(sampleAlerts(1))).map(({ seq }) => seq)).toEqual([alerts.length + 1]);
  await journal.close();
});

/** Opens a damaged journal, uses it in every way, and returns how many of its alerts are left, each as it was. */
async function survivors(damaged: Buffer, log?: Buffer): Promise<number> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, fileName), damaged);
  if (log) await writeFile(path.join(folder, `${fileName}-wal`), log);
  const journal = new RepairingJournal(folder);
  const [fresh] = sampleAlerts(1);
  if (fresh) journal.append(1000, [fresh]);
  journal.commit([{ kind: 'openOutput', output: 'slack', after: 1000 }]);
  journal.useEverything();

  const texts = new Map(journal.readAll());
  expect(texts.get(1000)).toBe(fresh?.json);
  texts.delete(1000);
  for (const [seq, json] of texts) expect(json).toBe(alerts[seq - 1]?.json);
  const { owed, counted } = journal.owed('slack');
  // What pages that changed places have taken away without a trace stays owed: nobody counts again at the start.
  expect(counted).toBeLessThanOrEqual(owed ?? 0);
  expect(counted).toBeGreaterThanOrEqual((owed ?? 0) - 2 * alertsPerPage);
  expect(await quarantines(folder)).toHaveLength(journal.repairs);
  journal.close();
  return texts.size;
}

async function quarantines(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('quarantine-'));
}

function everyNth(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Spreads positions over a range evenly, but not regularly: by the golden ratio. */
function position(part: number, range: number): number {
  return Math.floor(((part * 0.618_033_988_75) % 1) * range);
}
