import { lanes, type Lane } from '#alert/lane.ts';
import type { Entry } from './journal.ts';

export interface RecentLimits {
  readonly maxEntries: number;
  /** Of the alerts, as characters. */
  readonly maxBytes: number;
}

/**
 * The newest durable alerts, kept so that an output that keeps up never reads the disk; all that are not in the database yet
 * are among them.
 */
export class RecentEntries {
  readonly #limits: RecentLimits;
  readonly #lanes: Readonly<Record<Lane, RecentLane>>;
  #bytes = 0;
  #storedTo = 0;

  /** The newest alert of each lane that is already on disk: everything after it will pass through here. */
  constructor(limits: RecentLimits, lastSeqs: Readonly<Record<Lane, number>>) {
    this.#limits = limits;
    this.#lanes = { urgent: new RecentLane(lastSeqs.urgent), normal: new RecentLane(lastSeqs.normal) };
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#lanes[entry.lane].add(entry);
      this.#bytes += sizeOf(entry);
    }
    this.#trim();
  }

  /** Alerts up to this one are in the database. */
  stored(seq: number): void {
    this.#storedTo = seq;
    this.#trim();
  }

  /** `undefined` when some of what was asked for may be on disk only. */
  read(lane: Lane, after: number, limit: number): readonly Entry[] | undefined {
    return this.#lanes[lane].read(after, limit);
  }

  /** What is left in memory of a lane after an alert, whatever else there may be. */
  rest(lane: Lane, after: number, limit: number): readonly Entry[] {
    return this.#lanes[lane].rest(after, limit);
  }

  find(seq: number): Entry | undefined {
    return this.#lanes.urgent.find(seq) ?? this.#lanes.normal.find(seq);
  }

  /** Retention removed these. */
  forget(seqs: ReadonlySet<number>): void {
    for (const lane of lanes) this.#bytes -= this.#lanes[lane].forget(seqs);
  }

  get #size(): number {
    return this.#lanes.urgent.size + this.#lanes.normal.size;
  }

  #trim(): void {
    const { maxEntries, maxBytes } = this.#limits;
    while (this.#size > maxEntries || (this.#bytes > maxBytes && this.#size > 1)) {
      const { urgent, normal } = this.#lanes;
      const lane = (urgent.oldest ?? Infinity) < (normal.oldest ?? Infinity) ? urgent : normal;
      if ((lane.oldest ?? Infinity) > this.#storedTo) return;
      this.#bytes -= lane.evict();
    }
  }
}

/** A queue of one lane, ascending by seq. What was evicted is cut off now and then rather than moved each time. */
class RecentLane {
  #entries: (Entry | undefined)[] = [];
  #start = 0;
  #evictedTo: number;

  constructor(evictedTo: number) {
    this.#evictedTo = evictedTo;
  }

  get size(): number {
    return this.#entries.length - this.#start;
  }

  get oldest(): number | undefined {
    return this.#entries[this.#start]?.seq;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  read(after: number, limit: number): readonly Entry[] | undefined {
    return after < this.#evictedTo ? undefined : this.rest(after, limit);
  }

  rest(after: number, limit: number): readonly Entry[] {
    const from = this.#position(after + 1);
    return this.#entries.slice(from, from + limit).filter((entry) => entry !== undefined);
  }

  find(seq: number): Entry | undefined {
    const entry = this.#entries[this.#position(seq)];
    return entry?.seq === seq ? entry : undefined;
  }

  /** Returns how many characters that freed. */
  evict(): number {
    const entry = this.#entries[this.#start];
    if (!entry) return 0;
    this.#evictedTo = entry.seq;
    this.#entries[this.#start++] = undefined;
    if (this.#start > 64 && this.#start * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
    return sizeOf(entry);
  }

  forget(seqs: ReadonlySet<number>): number {
    const entries = this.rest(0, Infinity);
    const removed = entries.filter(({ seq }) => seqs.has(seq));
    if (removed.length === 0) return 0;
    this.#entries = entries.filter(({ seq }) => !seqs.has(seq));
    this.#start = 0;
    return removed.reduce((sum, entry) => sum + sizeOf(entry), 0);
  }

  /** The position of the first entry whose seq is at least this. */
  #position(seq: number): number {
    let low = this.#start;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.seq ?? Infinity) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** An alert holds its JSON, and parts of the text that it was read from, which keep all of that text. */
function sizeOf({ alert }: Entry): number {
  return 2 * alert.json.length;
}
