import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeDocuments } from './documents-contract.ts';
import { describeJournal } from './journal-contract.ts';
import type { JournalStore } from './testing/journal-store.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

/** So few alerts beside the disk that most are read from it. */
const few = { maxEntries: 3 };

describeJournal('the journal in SQLite on disk', () => sqliteStore('disk', few));
describeJournal('the journal in SQLite in memory', () => sqliteStore('memory', {}));
describeDocuments('documents in SQLite on disk', () => sqliteStore('disk', few));
describeDocuments('documents in SQLite in memory', () => sqliteStore('memory', {}));

async function sqliteStore(durability: 'disk' | 'memory', recent: { maxEntries?: number }): Promise<JournalStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-journal-'));
  return {
    isLasting: durability === 'disk',
    open: (clock) => openSqliteJournal({ path: folder, durability, clock, recent }),
    destroy: () => rm(folder, { recursive: true, force: true }),
  };
}
