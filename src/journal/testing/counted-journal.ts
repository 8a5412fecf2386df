import { priorities, priorityNumber } from '#alert/priority.ts';
import { readStoredAlert } from '#alert/stored-alert.ts';
import { everything } from '#query/query.ts';
import { encodeRecords } from '../append-log/records.ts';
import { groupsOf } from '../group-columns.ts';
import type { FindQuery, FoundGroups, GroupQuery, Tally, TallyQuery } from '../counting.ts';
import type { Entry } from '../journal.ts';
import type { AskedSelection, GroupCountColumns, LooseCounts } from '../sqlite/calls.ts';
import { Connection } from '../sqlite/connection.ts';
import { Memory } from '../sqlite/counting/asked.ts';
import { findStep } from '../sqlite/counting/find.ts';
import { groupCounts, groups } from '../sqlite/counting/groups.ts';
import { looseStep } from '../sqlite/counting/loose-step.ts';
import { tally } from '../sqlite/counting/tally.ts';
import { readSome } from '../sqlite/entries.ts';
import { migrate } from '../sqlite/migrations.ts';
import { Writer } from '../sqlite/writer.ts';

type Arrival = Pick<Entry, 'alert' | 'receivedAtMs'>;
type Times = Pick<AskedSelection, 'fromMs' | 'untilMs'>;

/** A clock whose every look at it is late, so that each step does the least it can. */
export const lateClock = { monotonic: () => performance.now() * 1e6 };
const isLate = () => true;

/** The journal's engine without threads, all of whose steps are as short as can be. */
export class CountedJournal {
  readonly writer: Writer;
  readonly #memory: Memory;
  #batch = 0;
  #lastSeq = 0;

  constructor(connection = newConnection()) {
    this.writer = new Writer(connection, lateClock);
    this.#memory = new Memory(connection);
    this.#lastSeq = Math.max(...this.writer.progress.lanes.map(({ last }) => last));
  }

  append(arrivals: readonly Arrival[]): void {
    const firstSeq = this.#lastSeq + 1;
    this.#lastSeq += arrivals.length;
    const records = [{ bytes: encodeRecords(arrivals, 0), firstSeq, lastSeq: this.#lastSeq }];
    this.writer.commit({ number: ++this.#batch, records, operations: [], flush: false });
  }

  discard(seqs: readonly number[]): void {
    const operations = [{ kind: 'discard', seqs } as const];
    this.writer.commit({ number: ++this.#batch, records: [], operations, flush: false });
  }

  prune(maxAlerts: number): void {
    let [after, isDone] = [0, false];
    while (!isDone) ({ after, isDone } = this.writer.prune({ policy: { maxAlerts }, nowMs: 0, after }));
  }

  indexAll(): void {
    while (this.writer.indexable > 0) this.writer.indexSome();
  }

  /** Every alert that is kept. */
  entries(): readonly Entry[] {
    const seqs = Array.from({ length: this.#lastSeq }, (_, index) => index + 1);
    const stored = readSome(this.writer.connection, seqs);
    return stored.seqs.map((seq, index) => ({
      seq,
      receivedAtMs: stored.receivedAtMs[index] ?? 0,
      lane: stored.lanes[index] === 0 ? 'urgent' : 'normal',
      alert: readStoredAlert(stored.json[index] ?? '', stored.unknown[index] ?? ''),
    }));
  }

  tally({ by, bucketMs, ...selection }: TallyQuery & Times): Tally {
    const loose = this.#loose(selection);
    return this.#memory.ask(selection, (asked) => tally(asked, { ...selection, by, bucketMs, loose }));
  }

  groups({ by, trendParts, ids, ...selection }: GroupQuery & Times): FoundGroups {
    const loose = this.#loose(selection);
    return this.#memory.ask(selection, (asked) =>
      groupsOf(groups(asked, { ...selection, by, trendParts, ids, loose })),
    );
  }

  groupCounts(range: Times): GroupCountColumns {
    const selection = { query: everything, ...range };
    return this.#memory.ask(selection, (asked) => groupCounts(asked, selection));
  }

  /** The numbers of all that is found, a page of `limit` at a time. */
  pages({ sort, order, limit, ...selection }: FindQuery & Times): readonly number[] {
    const all = order === 'desc' ? priorities : priorities.toReversed();
    const found: number[] = [];
    for (const priority of sort === 'time' ? [undefined] : all.map(priorityNumber)) {
      let after: number | undefined = order === 'desc' ? Number.MAX_SAFE_INTEGER : 0;
      while (after !== undefined) {
        const step: FindStepOf = { ...selection, order, priority, after, limit };
        const result = this.#memory.ask(selection, (asked) => findStep(asked, step, isLate));
        found.push(...result.entries.seqs);
        after = result.after;
      }
    }
    return found;
  }

  #loose(selection: AskedSelection): LooseCounts {
    const loose = { labels: new Array<number>(), minutes: new Array<number>(), counts: new Array<number>() };
    for (let after: number | undefined = Number.MAX_SAFE_INTEGER; after !== undefined;) {
      const from: number = after;
      const step = this.#memory.ask(selection, (asked) => looseStep(asked, { ...selection, after: from }, isLate));
      loose.labels.push(...step.labels);
      loose.minutes.push(...step.minutes);
      loose.counts.push(...step.counts);
      after = step.after;
    }
    return loose;
  }
}

type FindStepOf = Parameters<typeof findStep>[1];

function newConnection(): Connection {
  const connection = new Connection(':memory:', 'write');
  migrate(connection);
  return connection;
}
