import type { Alert } from '#alert/alert.ts';
import type { Clock } from '#kit/clock.ts';
import type { Dice } from '#kit/testing/dice.ts';
import type { Log } from '#kit/log.ts';
import { createDelivery, type Delivery, type DeliveryJournal } from '#delivery/delivery.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import { numberOf } from '#delivery/testing/alerts.ts';
import { connectSettings } from '#delivery/testing/fake-output.ts';
import { AppendLog } from '#journal/append-log/append-log.ts';
import type { LogFolder } from '#journal/append-log/log-folder.ts';
import { markBytes } from '#journal/append-log/frame.ts';
import type { Entry, Journal } from '#journal/journal.ts';
import type { Threads } from '#journal/journal-threads.ts';
import { recover } from '#journal/journal-writes.ts';
import { SqliteJournal } from '#journal/sqlite-journal.ts';
import type { Mortal, Scheduler } from './scheduler.ts';

export interface LifeParts {
  readonly folder: LogFolder;
  readonly threads: Threads;
  readonly dice: Dice;
  readonly log: Log;
  readonly stoodAside: (output: string, numbers: readonly number[]) => void;
}

/** Small, so that all of it happens all the time: files that are full, batches that are parted, reading from the database. */
const limits = {
  segmentBytes: 8192,
  maxFree: 2,
  maxBatchAlerts: 20,
  maxBatchBytes: 6000,
  maxPendingBytes: 30_000,
  gatherBytes: 3000,
  maxUnflushedBytes: 20_000,
  flushWithinMs: 1000,
};
const recent = { maxEntries: 20, maxBytes: 8000 };
const giveUpAfterMs = 2 * 3600_000;

/** Opens a journal as a process does at its start. */
export async function openJournal(parts: Omit<LifeParts, 'stoodAside'> & { readonly clock: Clock }): Promise<Journal> {
  const { folder, threads, dice, log, clock } = parts;
  const appendLog = new AppendLog(folder, limits, () => randomMark(dice));
  const report = await recover(threads, appendLog, log);
  const options = { path: 'simulated', durability: 'disk', clock, log, limits, recent } as const;
  return new SqliteJournal(options, threads, appendLog, report, () => {});
}

/** One process, from its start to its end: the journal and the delivery as they are, over a disk that is not. */
export class Life implements Mortal {
  isDead = false;
  readonly clock: Clock;
  readonly #parts: LifeParts;
  #journal: Journal | undefined;
  #delivery: Delivery | undefined;

  constructor(scheduler: Scheduler, createParts: (life: Life) => LifeParts) {
    this.clock = scheduler.clockOf(this);
    this.#parts = createParts(this);
  }

  get journal(): Journal | undefined {
    return this.#journal;
  }

  async start(outputs: readonly DeliveryOutput[]): Promise<void> {
    const { dice, log } = this.#parts;
    this.#journal = await openJournal({ ...this.#parts, clock: this.clock });
    this.#delivery = createDelivery({
      journal: this.#watched(this.#journal),
      clock: this.clock,
      random: () => dice.next(),
      log,
      connect: connectSettings(),
      policy: { giveUpAfterMs },
    });
    await this.#delivery.start(outputs);
  }

  async append(alerts: readonly Alert[]): Promise<readonly Entry[]> {
    if (!this.#journal) throw new Error('The journal is not open');
    return this.#journal.append(alerts);
  }

  async reconfigure(outputs: readonly DeliveryOutput[]): Promise<void> {
    await this.#delivery?.reconfigure(outputs);
  }

  wake(outputs: readonly string[]): void {
    this.#delivery?.wake(outputs);
  }

  async stop(graceMs: number): Promise<void> {
    await this.#delivery?.stop(graceMs);
    await this.#journal?.close();
  }

  /** Tells what leaves its lane, and may then be overtaken. */
  #watched(journal: Journal): DeliveryJournal {
    const numbers = new Map<number, number>();
    const noted = (entries: readonly Entry[]) => {
      for (const { seq, alert } of entries) numbers.set(seq, numberOf(alert));
      return entries;
    };
    return {
      subscribe: (listener) => journal.subscribe(listener),
      openOutput: (output) => journal.openOutput(output),
      retireOutput: (output) => journal.retireOutput(output),
      read: async (lane, after, limit) => noted(await journal.read(lane, after, limit)),
      readSome: async (seqs) => noted(await journal.readSome(seqs)),
      settle: (settlement) => {
        const leaving = [...(settlement.setAside ?? []), ...(settlement.dead ?? [])];
        this.#parts.stoodAside(
          settlement.output,
          leaving.flatMap(({ seq }) => numbers.get(seq) ?? []),
        );
        return journal.settle(settlement);
      },
      due: (output, dueAtMs, limit) => journal.due(output, dueAtMs, limit),
      ledger: () => journal.ledger(),
    };
  }
}

function randomMark(dice: Dice): Buffer {
  return Buffer.from(Array.from({ length: markBytes }, () => 1 + dice.upTo(254)));
}
