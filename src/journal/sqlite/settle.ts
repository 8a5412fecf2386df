import type { DeadLetterRecord, SetAside, Settlement } from '../journal.ts';
import { JournalError } from '../journal-error.ts';
import type { Connection } from './connection.ts';
import { recordOutcome, type Outcome } from './outcomes.ts';
import type { LaneState, OutputState } from './output-states.ts';
import { isKept } from './positions.ts';
import { ascending } from './seq-list.ts';

/**
 * Records a settlement, within the transaction of the caller. Each alert counts once however often it is settled: what
 * was settled before, or retention removed meanwhile, is passed over. The cursor never passes an alert that is not
 * settled; where it should, it stops before that alert, and a warning is returned.
 */
export function settle(
  connection: Connection,
  output: OutputState,
  state: LaneState,
  settlement: Settlement,
): string | undefined {
  return new Settling(connection, output, state, settlement).run();
}

class Settling {
  readonly #connection: Connection;
  readonly #outputId: number;
  readonly #state: LaneState;
  readonly #settlement: Settlement;
  /** Alerts after the old cursor that this settlement is the first to settle. */
  #fresh: Set<number>;

  constructor(connection: Connection, output: OutputState, state: LaneState, settlement: Settlement) {
    this.#connection = connection;
    this.#outputId = output.id;
    this.#state = state;
    this.#settlement = settlement;
    const { cursor } = state.position;
    this.#fresh = new Set(seqsIn(settlement).filter((seq) => seq > cursor && !state.ahead.has(seq)));
  }

  run(): string | undefined {
    const { position, ahead } = this.#state;
    const { delivered = [], suppressed = [], setAside = [], dead = [], cursor: wanted } = this.#settlement;
    const cursor = this.#reachableCursor();
    for (const { seqs, ...outcome } of delivered) {
      position.delivered += this.#record(seqs, { kind: 'delivered', ...outcome });
    }
    for (const { seqs, ...outcome } of suppressed) {
      position.suppressed += this.#record(seqs, { kind: 'suppressed', ...outcome });
    }
    for (const record of setAside) if (this.#takeOwed(record.seq)) this.#setAside(record);
    for (const record of dead) if (this.#takeOwed(record.seq)) this.#bury(record);
    for (const seq of ahead) if (seq <= cursor) ahead.delete(seq);
    position.cursor = cursor;
    return cursor < wanted ? `The cursor should move to ${wanted}, but alert ${cursor + 1} is not settled` : undefined;
  }

  /** The wanted cursor, or the last alert before the first that is neither settled nor part of this settlement. */
  #reachableCursor(): number {
    const { cursor: old } = this.#state.position;
    const wanted = Math.max(old, this.#settlement.cursor);
    const passed = this.#settledUpTo(wanted);
    const kept = this.#keptBetween(old, wanted);
    if (passed === kept) {
      this.#fresh = new Set([...this.#fresh].filter((seq) => seq <= wanted || this.#isKept(seq)));
      return wanted;
    }
    return this.#walk(old, wanted);
  }

  #settledUpTo(wanted: number): number {
    let passed = 0;
    for (const seq of this.#fresh) if (seq <= wanted) passed++;
    for (const seq of this.#state.ahead) if (seq <= wanted) passed++;
    return passed;
  }

  #keptBetween(after: number, last: number): number {
    if (last === after) return 0;
    const condition = `lane = ${this.#state.lane} AND seq > ? AND seq <= ?`;
    return this.#connection.number(`SELECT count(*) FROM alerts WHERE ${condition}`, after, last);
  }

  /** Alert by alert, where numbers alone do not tell: some were removed meanwhile, or the caller left some out. */
  #walk(old: number, wanted: number): number {
    this.#fresh = new Set([...this.#fresh].filter((seq) => this.#isKept(seq)));
    const condition = `lane = ${this.#state.lane} AND seq > ? AND seq <= ?`;
    const rows = this.#connection.iterate(`SELECT seq FROM alerts WHERE ${condition} ORDER BY seq`, old, wanted);
    for (const { seq } of rows) {
      const number = Number(seq);
      if (!this.#fresh.has(number) && !this.#state.ahead.has(number)) return number - 1;
    }
    return wanted;
  }

  #isKept(seq: number): boolean {
    return isKept(this.#connection, this.#state.lane, seq);
  }

  #record(seqs: readonly number[], outcome: Outcome): number {
    const counted = ascending(seqs).filter((seq) => this.#takeOwed(seq) || this.#takeDead(seq));
    recordOutcome(this.#connection, this.#outputId, this.#state.lane, counted, outcome);
    return counted.length;
  }

  /** Whether the alert was owed until now: after the cursor, or set aside. */
  #takeOwed(seq: number): boolean {
    if (this.#fresh.delete(seq)) {
      this.#state.ahead.add(seq);
      return true;
    }
    return this.#wasApart(seq) && this.#delete('set_aside', seq);
  }

  #takeDead(seq: number): boolean {
    const found = this.#wasApart(seq) && this.#delete('dead_letters', seq);
    if (found) this.#state.position.dead--;
    return found;
  }

  #wasApart(seq: number): boolean {
    return seq <= this.#state.position.cursor || this.#state.ahead.has(seq);
  }

  #delete(table: 'set_aside' | 'dead_letters', seq: number): boolean {
    return (
      this.#connection.run(
        `DELETE FROM ${table} WHERE output = ? AND seq = ? AND lane = ?`,
        this.#outputId,
        seq,
        this.#state.lane,
      ) > 0
    );
  }

  #setAside({ seq, attempts, firstFailedAtMs, nextAttemptAtMs, reason }: SetAside): void {
    this.#connection.run(
      'INSERT INTO set_aside VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)',
      this.#outputId,
      seq,
      this.#state.lane,
      attempts,
      Math.round(firstFailedAtMs),
      Math.round(nextAttemptAtMs),
      reason,
    );
  }

  #bury({ seq, atMs, attempts, reason, status, answer }: DeadLetterRecord): void {
    this.#state.position.dead++;
    this.#connection.run(
      'INSERT INTO dead_letters VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)',
      this.#outputId,
      seq,
      this.#state.lane,
      Math.round(atMs),
      attempts,
      reason,
      status ?? null,
      answer ?? null,
    );
  }
}

function seqsIn({ delivered = [], suppressed = [], setAside = [], dead = [] }: Settlement): readonly number[] {
  const grouped = [...delivered, ...suppressed].flatMap(({ seqs }) => seqs);
  return [...grouped, ...setAside.map(({ seq }) => seq), ...dead.map(({ seq }) => seq)];
}

/** @throws JournalError for a settlement that speaks of alerts that were never appended. */
export function checkSettlement(settlement: Settlement, lastSeq: number): void {
  const strange = [settlement.cursor, ...seqsIn(settlement)].find((seq) => !Number.isSafeInteger(seq) || seq > lastSeq);
  if (strange === undefined) return;
  throw new JournalError(
    'invalid',
    `Output "${settlement.output}" settles alert ${strange}, but the newest alert is ${lastSeq}`,
  );
}
