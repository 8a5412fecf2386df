import { expect, test } from 'vitest';
import type { WithDocuments } from '../documents.ts';
import type { Journal } from '../journal.ts';
import { startMs, type CreateStore } from './journal-store.ts';
import { TestClock } from './test-clock.ts';

export interface OpenJournal {
  readonly journal: Journal & WithDocuments;
  readonly clock: TestClock;
  /** Closes and opens again. The same journal still where nothing lasts. */
  readonly reopen: () => Promise<Journal & WithDocuments>;
}

/** A test with a journal of its own. */
export function contractTest(createStore: CreateStore) {
  return (name: string, body: (open: OpenJournal) => Promise<void>) =>
    test(`${name}`, async () => {
      expect.hasAssertions();
      const store = await createStore();
      const clock = new TestClock(startMs);
      let journal = await store.open(clock);
      const reopen = async () => {
        if (!store.isLasting) return journal;
        await journal.close();
        return (journal = await store.open(clock));
      };
      try {
        await body({ journal, clock, reopen });
      } finally {
        await journal.close();
        await store.destroy();
      }
    });
}

export const seqsOf = (entries: readonly { readonly seq: number }[]) => entries.map(({ seq }) => seq);
