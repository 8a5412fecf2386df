import { systemClock } from '#kit/clock.ts';
import { lanes } from '#alert/lane.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import type { Survey } from './surveyor.ts';

const readAtOnce = 500;

/** @throws Error when the journal does not open. */
export async function survey(folder: string): Promise<Survey> {
  const complaints: string[] = [];
  const complain = (details: object, message: string) => void complaints.push(`${message} ${JSON.stringify(details)}`);
  const journal = await openSqliteJournal({
    path: folder,
    durability: 'disk',
    clock: systemClock,
    log: { info: () => {}, warn: complain, error: complain },
    recent: { maxEntries: 1 },
  });
  try {
    const texts = await readAll(journal);
    const [ledger, stats] = [await journal.ledger(), await journal.stats()];
    return { texts, ledger, quarantined: stats.quarantined.length, complaints };
  } finally {
    await journal.close();
  }
}

async function readAll(journal: Journal): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const lane of lanes) {
    for (let after = 0; ;) {
      const entries = await journal.read(lane, after, readAtOnce);
      if (entries.length === 0) break;
      texts.push(...entries.map(({ alert }) => alert.json));
      after = entries.at(-1)?.seq ?? after;
    }
  }
  return texts;
}
