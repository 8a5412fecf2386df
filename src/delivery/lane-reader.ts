import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Lane } from '#alert/lane.ts';
import type { Entry, Journal } from '#journal/journal.ts';
import type { DeliveryPolicy } from './policy.ts';
import { untilItWorks } from './until-it-works.ts';

export interface LaneReaderParts {
  readonly journal: Pick<Journal, 'read'>;
  readonly output: string;
  readonly lane: Lane;
  readonly policy: DeliveryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly accept: (entries: readonly Entry[]) => void;
}

/** Reads a lane onwards, one reading at a time, and knows without asking when there is nothing more. */
export class LaneReader {
  readonly #parts: LaneReaderParts;
  #readUpTo: number;
  /** The newest alert of the lane that the journal told of; 0 before it told of any. */
  #newest = 0;
  #mayHaveMore = true;
  #isReading = false;

  constructor(parts: LaneReaderParts, cursor: number) {
    this.#parts = parts;
    this.#readUpTo = cursor;
  }

  noteAppended(seq: number): void {
    this.#newest = seq;
    this.#mayHaveMore = true;
  }

  /** Begins to read, unless that is under way or there is nothing. */
  read(limit: number): void {
    if (this.#mayHaveMore && !this.#isReading && limit > 0) void this.#read(limit);
  }

  async #read(limit: number): Promise<void> {
    this.#isReading = true;
    const newestBefore = this.#newest;
    const entries = await this.#readUntilItWorks(limit);
    this.#readUpTo = entries.at(-1)?.seq ?? this.#readUpTo;
    const hasAllKnown = entries.length === 0 || (this.#newest > 0 && this.#readUpTo >= this.#newest);
    if (hasAllKnown && this.#newest === newestBefore) this.#mayHaveMore = false;
    this.#isReading = false;
    this.#parts.accept(entries);
  }

  async #readUntilItWorks(limit: number): Promise<readonly Entry[]> {
    const { journal, output, lane, policy, log } = this.#parts;
    const entries = await untilItWorks(async () => journal.read(lane, this.#readUpTo, limit), {
      ...this.#parts,
      backoff: policy.journal,
      onFirstFailure: (error) =>
        log.error({ output, lane, err: error }, 'The journal cannot be read; trying until it can'),
    });
    return entries ?? [];
  }
}
