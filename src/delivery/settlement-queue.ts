import type { Backoff } from '#kit/backoff.ts';
import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Lane } from '#alert/lane.ts';
import type { Journal } from '#journal/journal.ts';
import { mergedOutcomes, seqsOf, type Outcomes } from './outcomes.ts';
import { untilItWorks } from './until-it-works.ts';

export interface SettlementParts {
  readonly journal: Pick<Journal, 'settle'>;
  readonly output: string;
  readonly lane: Lane;
  /** Where the cursor stands with everything that was added so far. */
  readonly cursor: () => number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly log: Log;
  /** Aborted when there is no more time to write. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly outcomes: Outcomes;
  readonly written: () => void;
}

/**
 * Writes outcomes to the journal, one settlement at a time; what is added meanwhile goes together into the next.
 * A settlement that fails is tried until it succeeds: until then its alerts count as settled here, so that nothing is
 * sent twice because the disk is full.
 */
export class SettlementQueue {
  readonly #parts: SettlementParts;
  #waiting: Waiting[] = [];
  #size = 0;
  #isWriting = false;
  #idle = Promise.withResolvers<void>();

  constructor(parts: SettlementParts) {
    this.#parts = parts;
    this.#idle.resolve();
  }

  /** How many alerts are settled and not yet written down. */
  get size(): number {
    return this.#size;
  }

  /** Resolves when the outcomes are durable. */
  async add(outcomes: Outcomes): Promise<void> {
    const { length } = seqsOf(outcomes);
    if (length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#size += length;
    this.#waiting.push({ outcomes, written: resolve });
    if (!this.#isWriting) void this.#write();
    await promise;
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> {
    await this.#idle.promise;
  }

  async #write(): Promise<void> {
    const { output, lane, log, signal } = this.#parts;
    this.#isWriting = true;
    this.#idle = Promise.withResolvers();
    while (this.#waiting.length > 0 && !signal.aborted) {
      await untilItWorks(async () => this.#settle(), {
        ...this.#parts,
        onFirstFailure: (error) =>
          log.error({ output, lane, err: error }, 'Outcomes cannot be written to the journal; trying until they can'),
      });
    }
    this.#isWriting = false;
    this.#idle.resolve();
  }

  async #settle(): Promise<void> {
    const { journal, output, lane, cursor } = this.#parts;
    const taken = [...this.#waiting];
    const outcomes = mergedOutcomes(taken.map((waiting) => waiting.outcomes));
    await journal.settle({ output, lane, cursor: cursor(), ...outcomes });
    this.#waiting = this.#waiting.slice(taken.length);
    this.#size -= seqsOf(outcomes).length;
    for (const { written } of taken) written();
  }
}
