import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { RepairingJournal } from '../testing/damage.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const pageBytes = 4096;
const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
const contentOf = (name: string) => JSON.stringify(`content of ${name} ${'x'.repeat(600)}`);
/** Of about 650 bytes. */
const documentsPerPage = 6;

async function soundFile(folder: string): Promise<Buffer> {
  const journal = new RepairingJournal(folder);
  const changes = names.map((name) => ({ kind: 'note', name, content: contentOf(name) }));
  journal.commit([{ kind: 'changeDocuments', changes }]);
  journal.close();
  return readFile(path.join(folder, 'tiercel.db'));
}

/** Each that is left is what was written. */
async function survivors(folder: string, damaged: Buffer): Promise<number> {
  await writeFile(path.join(folder, 'tiercel.db'), damaged);
  const journal = new RepairingJournal(folder);
  const rows = journal.ask((handlers) => handlers.documents({ kind: 'note', page: {} }));
  for (const { name, content } of rows) expect(content).toBe(contentOf(name));
  expect(journal.repairs).toBe(1);
  journal.close();
  return rows.length;
}

it('a flipped bit inside a document costs that one', async () => {
  const folder = await temporaryFolder();
  const file = await soundFile(folder);
  const at = file.indexOf('content of n20 ') + 100;
  file[at] = (file[at] ?? 0) ^ 4;
  expect(await survivors(folder, file)).toBe(names.length - 1);
});

it('an unreadable page costs what lay on it', async () => {
  const folder = await temporaryFolder();
  const file = await soundFile(folder);
  const page = Math.floor(file.indexOf('content of n20 ') / pageBytes);
  file.fill(0, page * pageBytes, (page + 1) * pageBytes);
  expect(await survivors(folder, file)).toBeGreaterThanOrEqual(names.length - documentsPerPage);
});

it('without the pages that say where tables begin, everything is found', async () => {
  const folder = await temporaryFolder();
  const file = await soundFile(folder);
  file.fill(0, 0, pageBytes);
  expect(await survivors(folder, file)).toBe(names.length);
});
