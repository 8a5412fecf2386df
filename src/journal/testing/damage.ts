import { systemClock } from '#kit/clock.ts';
import type { Alert } from '#alert/alert.ts';
import { parseQuery } from '#query/parse-query.ts';
import { countedDimensions } from '../counting.ts';
import type { Operation, StoredRecords } from '../sqlite/calls.ts';
import { isDamage } from '../sqlite/failure.ts';
import { WriterThread } from '../sqlite/writer-thread.ts';
import { death, delivered, setAside } from './records.ts';
import { storedRecords } from './stored-records.ts';

/** The journal's engine without its threads, which repairs the file whenever it is found damaged, as the journal does. */
export class RepairingJournal {
  repairs = 0;
  readonly #thread: WriterThread;
  #batch: number;

  constructor(folder: string) {
    this.#thread = new WriterThread(folder, systemClock);
    const { quarantined, batch } = this.#thread.handlers.open(undefined);
    this.repairs += quarantined.length;
    this.#batch = batch;
  }

  append(firstSeq: number, alerts: readonly Alert[]): void {
    this.commit([], [storedRecords(firstSeq, alerts)]);
  }

  commit(operations: readonly Operation[], records: readonly StoredRecords[] = []): void {
    const batch = { number: ++this.#batch, records, operations, flush: true };
    this.ask((handlers) => handlers.commit(batch));
  }

  /** The texts of all alerts, by number. */
  readAll(): ReadonlyMap<number, string> {
    const texts = new Map<number, string>();
    for (const lane of [0, 1] as const) {
      for (let after = 0; ;) {
        const from = after;
        const { seqs, json, damaged } = this.ask((handlers) => handlers.read({ lane, after: from, limit: 64 }));
        if (damaged.length > 0) this.commit([{ kind: 'discard', seqs: damaged }]);
        seqs.forEach((seq, index) => texts.set(seq, json[index] ?? ''));
        if (seqs.length + damaged.length === 0) break;
        after = Math.max(...seqs, ...damaged);
      }
    }
    return texts;
  }

  /** Asks every kind of question once. */
  useEverything(): void {
    this.ask((handlers) => handlers.stats(undefined));
    this.ask((handlers) => handlers.counts({ fromMs: 0, untilMs: Infinity, by: 'rule' }));
    this.ask((handlers) => handlers.deadLetters({ output: undefined, reason: undefined, beforeSeq: 1e9, limit: 100 }));
    this.ask((handlers) => handlers.fates(1));
    this.ask((handlers) => handlers.find('no such uuid'));
    const all = { query: parseQuery('rule:* alert'), fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };
    this.ask((handlers) => handlers.tally({ ...all, by: countedDimensions, bucketMs: undefined, loose: undefined }));
    this.ask((handlers) => handlers.groups({ ...all, by: 'rule', trendParts: 9, ids: undefined, loose: undefined }));
    this.ask((handlers) => handlers.countLoose({ ...all, after: 1e9 }));
    this.ask((handlers) => handlers.findMeant({ ...all, order: 'asc', priority: undefined, after: 0, limit: 9 }));
    this.ask((handlers) => handlers.fateLetters([1, 2, 3]));
    const everything = { labels: undefined, fromMs: 0, untilMs: Infinity, before: 1e9, limit: 1e6 };
    this.ask((handlers) => handlers.search({ ...everything, text: 'alert' }));
  }

  /** What an output is owed, by the ledger and counted one by one. */
  owed(output: string): { readonly owed: number | undefined; readonly counted: number } {
    const position = this.ask((handlers) => handlers.position(output));
    const due = this.ask((handlers) => handlers.due({ output, dueAtMs: Infinity, limit: 1e6 }));
    const [row] = this.ask((handlers) => handlers.ledger(undefined));
    return { owed: row?.owed, counted: (position?.owed[0] ?? 0) + (position?.owed[1] ?? 0) + due.length };
  }

  ask<Result>(question: (handlers: WriterThread['handlers']) => Result): Result {
    try {
      return question(this.#thread.handlers);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    this.repairs += this.#thread.handlers.repair(undefined).quarantined.length;
    return question(this.#thread.handlers);
  }

  close(): void {
    this.#thread.handlers.close(undefined);
  }
}

/** Fills a new journal with alerts, of which an output has settled some in every way. */
export function fillJournal(folder: string, alerts: readonly Alert[]): void {
  const journal = new RepairingJournal(folder);
  journal.commit([{ kind: 'openOutput', output: 'slack', after: 0 }]);
  for (let start = 0; start < alerts.length; start += 50) journal.append(start + 1, alerts.slice(start, start + 50));
  const settlement = { output: 'slack', lane: 'normal', cursor: 60, delivered: [delivered(...upTo(50), 58)] } as const;
  const exceptions = { setAside: [51, 53].map((seq) => setAside(seq)), dead: [52, 55].map(death) };
  const suppressed = [{ seqs: [54, 56, 57, 59, 60], atMs: 1, reason: 'why' }];
  journal.commit([{ kind: 'settle', settlement: { ...settlement, ...exceptions, suppressed } }]);
  journal.close();
}

function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
