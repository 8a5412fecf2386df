import type { Alert } from '#alert/alert.ts';
import { laneOf, type Lane } from '#alert/lane.ts';
import type {
  DeadLetterRecord,
  Delivered,
  Entry,
  OutputLedger,
  OutputPosition,
  SetAside,
  Settlement,
  Suppressed,
} from '#journal/journal.ts';
import type { DeliveryJournal } from '../delivery.ts';

type Fate =
  | { readonly fate: 'delivered'; readonly record: Delivered }
  | { readonly fate: 'suppressed'; readonly record: Suppressed }
  | { readonly fate: 'dead'; readonly record: DeadLetterRecord }
  | { readonly fate: 'aside'; readonly record: SetAside };

interface OutputRecord {
  readonly begin: number;
  readonly cursors: Record<Lane, number>;
  readonly fates: Map<number, Fate>;
  /** Every alert that was ever set aside. */
  readonly stoodAside: Set<number>;
}

/** A journal in memory that watches over what it is told: whatever breaks the contract of settlements throws. */
export class MemoryJournal implements DeliveryJournal {
  readonly entries: Entry[] = [];
  readonly retired = new Set<string>();
  /** Called before each operation: throw to make it fail. */
  before: (operation: string) => void = () => {};
  readonly violations: string[] = [];
  readonly #outputs = new Map<string, OutputRecord>();
  readonly #listeners = new Set<(entries: readonly Entry[]) => void>();

  append(alerts: readonly Alert[]): readonly Entry[] {
    const added = alerts.map((alert, index) => ({
      seq: this.entries.length + index + 1,
      receivedAtMs: 0,
      lane: laneOf(alert.priority),
      alert,
    }));
    this.entries.push(...added);
    for (const listener of this.#listeners) listener(added);
    return added;
  }

  subscribe(listener: (entries: readonly Entry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async openOutput(output: string): Promise<OutputPosition> {
    this.before('openOutput');
    this.retired.delete(output);
    const begin = this.entries.length;
    const fresh = { begin, cursors: { urgent: begin, normal: begin }, fates: new Map(), stoodAside: new Set<number>() };
    const record = this.#outputs.get(output) ?? fresh;
    this.#outputs.set(output, record);
    const ahead = (lane: Lane) =>
      [...record.fates.keys()].filter((seq) => seq > record.cursors[lane] && this.#is(lane, seq));
    return {
      cursors: { ...record.cursors },
      settledAhead: { urgent: ahead('urgent'), normal: ahead('normal') },
      owed: { urgent: 0, normal: 0 },
    };
  }

  async retireOutput(output: string): Promise<void> {
    this.retired.add(output);
  }

  async read(lane: Lane, after: number, limit: number): Promise<readonly Entry[]> {
    this.before('read');
    return this.entries
      .slice(after)
      .filter((entry) => entry.lane === lane)
      .slice(0, limit);
  }

  async readSome(seqs: readonly number[]): Promise<readonly Entry[]> {
    this.before('readSome');
    return seqs.flatMap((seq) => this.entries[seq - 1] ?? []);
  }

  async settle({ output, lane, cursor, delivered = [], suppressed = [], setAside = [], dead = [] }: Settlement) {
    this.before('settle');
    const record = this.output(output);
    for (const one of delivered)
      for (const seq of one.seqs) this.#note(record, seq, { fate: 'delivered', record: one });
    for (const one of suppressed)
      for (const seq of one.seqs) this.#note(record, seq, { fate: 'suppressed', record: one });
    for (const one of setAside) this.#note(record, one.seq, { fate: 'aside', record: one });
    for (const one of dead) this.#note(record, one.seq, { fate: 'dead', record: one });
    this.#moveCursor(record, lane, cursor);
  }

  async due(output: string, dueAtMs: number, limit: number): Promise<readonly SetAside[]> {
    this.before('due');
    return [...this.output(output).fates.values()]
      .flatMap(({ fate, record }) => (fate === 'aside' && record.nextAttemptAtMs <= dueAtMs ? [record] : []))
      .sort((a, b) => a.nextAttemptAtMs - b.nextAttemptAtMs)
      .slice(0, limit);
  }

  async ledger(): Promise<readonly OutputLedger[]> {
    return [...this.#outputs].map(([output, { begin, fates }]) => {
      const count = (wanted: Fate['fate']) => [...fates.values()].filter(({ fate }) => fate === wanted).length;
      const received = this.entries.length - begin;
      const [delivered, dead, suppressed] = [count('delivered'), count('dead'), count('suppressed')];
      const owed = received - delivered - dead - suppressed;
      return { output, received, delivered, owed, dead, suppressed, expired: 0, oldestOwedAtMs: undefined };
    });
  }

  /** Gives dead letters back. */
  redrive(output: string, seqs: readonly number[], atMs: number): void {
    const { fates, stoodAside } = this.output(output);
    for (const seq of seqs) {
      stoodAside.add(seq);
      const record = { seq, attempts: 0, firstFailedAtMs: atMs, nextAttemptAtMs: atMs, reason: 'given back' };
      fates.set(seq, { fate: 'aside', record });
    }
  }

  output(name: string): OutputRecord {
    const record = this.#outputs.get(name);
    if (!record) throw new Error(`The journal does not know the output ${name}`);
    return record;
  }

  /** The seqs with a fate, in order. */
  with(output: string, wanted: Fate['fate']): readonly number[] {
    const fates = [...this.output(output).fates].filter(([, { fate }]) => fate === wanted);
    return fates.map(([seq]) => seq).sort((a, b) => a - b);
  }

  #is(lane: Lane, seq: number): boolean {
    return this.entries[seq - 1]?.lane === lane;
  }

  #note(record: OutputRecord, seq: number, fate: Fate): void {
    const before = record.fates.get(seq);
    if (before && before.fate !== 'aside') this.#violated(`alert ${seq} was ${before.fate} and is now ${fate.fate}`);
    if (seq <= record.begin || seq > this.entries.length) this.#violated(`alert ${seq} is not this output's`);
    if (fate.fate === 'aside') record.stoodAside.add(seq);
    record.fates.set(seq, fate);
  }

  #moveCursor(record: OutputRecord, lane: Lane, cursor: number): void {
    if (cursor < record.cursors[lane]) this.#violated(`the ${lane} cursor went back to ${cursor}`);
    for (let seq = record.cursors[lane] + 1; seq <= cursor; seq++) {
      if (this.#is(lane, seq) && !record.fates.has(seq))
        this.#violated(`the cursor passed alert ${seq}, which is owed`);
    }
    record.cursors[lane] = cursor;
  }

  #violated(what: string): void {
    this.violations.push(what);
  }
}
