import type { LaneNumber } from './calls.ts';
import type { Connection } from './connection.ts';
import { findOutput, readOutputs, readPosition, readSettledAhead, writePosition } from './positions.ts';
import type { LanePosition, StoredOutput } from './positions.ts';
import { lastSeq, laneNumbers, type Progress } from './progress.ts';

/** What the writer remembers of an output, so that settling reads little. */
export interface OutputState {
  readonly id: number;
  readonly name: string;
  readonly isRetired: boolean;
  /** By lane. */
  readonly lanes: readonly [urgent: LaneState, normal: LaneState];
}

export interface LaneState {
  readonly lane: LaneNumber;
  readonly position: LanePosition;
  /** Settled, dead or set aside although they come after the cursor. */
  readonly ahead: Set<number>;
}

export class OutputStates {
  readonly #connection: Connection;
  readonly #known = new Map<string, OutputState>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get(name: string): OutputState | undefined {
    const known = this.#known.get(name);
    if (known) return known;
    const stored = findOutput(this.#connection, name);
    return stored && this.#remember(stored);
  }

  all(): readonly OutputState[] {
    return readOutputs(this.#connection).map((stored) => this.#known.get(stored.name) ?? this.#remember(stored));
  }

  /** Makes the output known, or brings it back from retirement. A new one begins after the alert `after`. */
  open(name: string, after: number, progress: Progress): void {
    const connection = this.#connection;
    const known = findOutput(connection, name);
    this.#known.delete(name);
    if (known) {
      connection.run('UPDATE outputs SET retired_at = NULL WHERE id = ? AND retired_at IS NOT NULL', known.id);
      return;
    }
    const cursor = Math.min(after, lastSeq(progress));
    const id = Number(connection.statement('INSERT INTO outputs (name) VALUES (?)').run(name).lastInsertRowid);
    for (const lane of laneNumbers) {
      const later = connection.number(`SELECT count(*) FROM alerts WHERE lane = ${lane} AND seq > ?`, cursor);
      const base = progress.lanes[lane].appended - later;
      writePosition(connection, id, lane, { cursor, base, delivered: 0, suppressed: 0, expired: 0, dead: 0 });
    }
  }

  retire(name: string, atMs: number): void {
    this.#known.delete(name);
    this.#connection.run('UPDATE outputs SET retired_at = ? WHERE name = ? AND retired_at IS NULL', atMs, name);
  }

  save({ id }: OutputState, { lane, position }: LaneState): void {
    writePosition(this.#connection, id, lane, position);
  }

  /** After a transaction was rolled back: what is remembered may never have been written. */
  forget(): void {
    this.#known.clear();
  }

  #remember(stored: StoredOutput): OutputState {
    const state: OutputState = { ...stored, lanes: [this.#lane(stored.id, 0), this.#lane(stored.id, 1)] };
    this.#known.set(stored.name, state);
    return state;
  }

  #lane(outputId: number, lane: LaneNumber): LaneState {
    const position = readPosition(this.#connection, outputId, lane);
    return { lane, position, ahead: new Set(readSettledAhead(this.#connection, outputId, lane, position.cursor)) };
  }
}
