import type { Clock } from '#kit/clock.ts';
import type { WithDocuments } from '../documents.ts';
import type { Journal } from '../journal.ts';

/** A place where an engine keeps a journal, for one test. */
export interface JournalStore {
  /** Opens the journal; after `close` it opens the same again where `isLasting`. */
  open(clock: Clock): Promise<Journal & WithDocuments>;
  readonly isLasting: boolean;
  /** Closes what is open and removes everything. */
  destroy(): Promise<void>;
}

export type CreateStore = () => Promise<JournalStore>;

export const startMs = Date.parse('2026-11-20T10:00:30.000Z');
