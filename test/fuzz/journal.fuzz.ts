import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAlert, type Alert } from '#alert/alert.ts';
import type { Journal } from '#journal/journal.ts';
import { JournalError } from '#journal/journal-error.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { systemClock } from '#kit/clock.ts';
import { damage } from './damage-program.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** In memory where the system has it: what is tried is damage, not the disk. */
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const maxFileBytes = 1 << 20;
const alerts = Array.from({ length: 60 }, (_, index) => numberedAlert(index + 1));
let made: Promise<Sound> | undefined;

type Files = ReadonlyMap<string, Buffer>;

interface Sound {
  /** As a kill leaves it, with alerts that are only in the logs. */
  readonly inUse: Files;
  readonly closed: Files;
}

/** Damages the files of a journal by a program (`damage-program.ts`; its first byte chooses the journal), opens it, and asks everything. */
export const target: FuzzTarget = {
  name: 'journal',
  about: 'damaged files of the journal; slow, and without coverage, since its threads are out of sight',
  covers: [],
  dictionary: [],
  seeds: () =>
    [
      '00',
      '01',
      '01 02 00 03 0000 00',
      '01 01 00 00 0018 ff',
      '01 00 00 00 0064 01',
      '01 03 00 08 0000 00',
      '01 04 00 02 0005 00',
      '01 02 00 00 0000 00',
      '00 01 01 00 0010 55',
      '00 05 00 00 0000 00',
      '00 02 00 00 0000 ff',
    ].map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex')),
  maxBytes: 48,
  maxMs: 15_000,
  propertyRuns: 15,
  async run(input) {
    const { inUse, closed } = await (made ??= makeJournal());
    const [choice = 0, ...program] = input;
    const folder = mkdtempSync(path.join(parent, 'tiercel-fuzz-'));
    try {
      writeFiles(folder, damage(choice % 2 === 0 ? inUse : closed, Uint8Array.from(program)));
      const journal = await opened(folder);
      if (journal) await use(journal);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A file whose version was changed to a later one is rightly refused. */
async function opened(folder: string): Promise<Journal | undefined> {
  try {
    return await openSqliteJournal({ path: folder, durability: 'disk', clock: systemClock });
  } catch (error) {
    if (error instanceof JournalError && error.kind === 'newer') return undefined;
    throw error;
  }
}

async function use(journal: Journal): Promise<void> {
  try {
    await journal.openOutput('slack');
    const [added] = await journal.append([numberedAlert(1000)]);
    for (const lane of ['urgent', 'normal'] as const) await checkLane(journal, lane);
    assert.ok(added && added.seq > 0);
    await journal.search({ text: 'alert', limit: 100 });
    await journal.counts({ fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER, by: 'rule' });
    await journal.due('slack', Number.MAX_SAFE_INTEGER, 100);
    await journal.deadLetters({ limit: 100 });
    await journal.explain(7);
    for (const { output, received, delivered, owed, dead, suppressed } of await journal.ledger()) {
      assert.equal(delivered + owed + dead + suppressed, received, `the ledger of ${output} adds up`);
    }
    assert.equal((await journal.stats()).trouble, undefined);
  } finally {
    await journal.close();
  }
}

/** Whatever is read is an alert that was written, under its own number, and reading ends. */
async function checkLane(journal: Journal, lane: 'urgent' | 'normal'): Promise<void> {
  for (let after = 0, pages = 0; ; pages++) {
    assert.ok(pages < 1000, 'reading ends');
    const entries = await journal.read(lane, after, 50);
    if (entries.length === 0) return;
    for (const { seq, alert } of entries) {
      assert.ok(seq > after, 'in order');
      after = seq;
      const written = alert.uuid.endsWith('1000') ? numberedAlert(1000) : alerts[seq - 1];
      assert.equal(alert.json, written?.json, `alert ${seq} is as it was written`);
    }
  }
}

async function makeJournal(): Promise<Sound> {
  const folder = mkdtempSync(path.join(parent, 'tiercel-fuzz-'));
  const copy = `${folder}-copy`;
  try {
    const journal = await openSqliteJournal({ path: folder, durability: 'disk', clock: systemClock });
    await journal.openOutput('slack');
    for (let start = 0; start < alerts.length; start += 10) await journal.append(alerts.slice(start, start + 10));
    const delivered = { seqs: [2, 3, 5, 6], atMs: 1, attempts: 1, latencyMs: 2, status: 200 };
    const failed = { atMs: 2, attempts: 3, reason: 'refused' };
    await journal.settle({ output: 'slack', lane: 'normal', cursor: 6, delivered: [delivered] });
    await journal.settle({
      output: 'slack',
      lane: 'urgent',
      cursor: 4,
      dead: [{ seq: 4, ...failed }],
      delivered: [{ ...delivered, seqs: [1] }],
    });
    cpSync(folder, copy, { recursive: true });
    await journal.close();
    return { inUse: readFiles(copy), closed: readFiles(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Not what is shared between processes, nor space that is only set aside. */
function readFiles(folder: string): Files {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/lock|-shm$/.test(name))
    .map((name) => ({ name, facts: statSync(path.join(folder, name)) }))
    .filter(({ facts }) => facts.isFile() && facts.size < maxFileBytes);
  const names = files.map(({ name }) => name).toSorted();
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name))]));
}

function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function numberedAlert(number: number): Alert {
  return createAlert({
    uuid: `018f3a5e-7d2c-4b1a-9f00-${String(number).padStart(12, '0')}`,
    output: `10:00:00.000000001: Alert ${number} ${'x'.repeat(number * 20)}`,
    priority: number % 3 === 1 ? 'Critical' : 'Notice',
    rule: `Rule ${number % 5}`,
    time: '2026-11-20T10:00:00.000000001Z',
    outputFields: { 'proc.name': 'cat', n: number },
    source: 'syscall',
    tags: ['tag'],
    hostname: 'node-1',
    unknown: number % 2 === 0 ? { extra: number } : {},
  });
}
