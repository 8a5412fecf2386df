import type { LaneNumber } from './calls.ts';
import type { Connection } from './connection.ts';
import { maxOutcomeSpan, seqsOf } from './outcomes.ts';
import { integer, optionalInteger, text, type Row } from './row.ts';

/** Where an output stands in a lane, and the totals that the conservation law adds up. */
export interface LanePosition {
  cursor: number;
  /** How many alerts the lane had had when the output became known. */
  readonly base: number;
  delivered: number;
  suppressed: number;
  /** Of the suppressed. */
  expired: number;
  dead: number;
}

export interface StoredOutput {
  readonly id: number;
  readonly name: string;
  readonly isRetired: boolean;
}

export function readOutputs(connection: Connection): readonly StoredOutput[] {
  return connection.all('SELECT id, name, retired_at FROM outputs ORDER BY name').map(outputOf);
}

export function findOutput(connection: Connection, name: string): StoredOutput | undefined {
  const row = connection.get('SELECT id, name, retired_at FROM outputs WHERE name = ?', name);
  return row && outputOf(row);
}

function outputOf(row: Row): StoredOutput {
  return {
    id: integer(row, 'id'),
    name: text(row, 'name'),
    isRetired: optionalInteger(row, 'retired_at') !== undefined,
  };
}

export function readPosition(connection: Connection, outputId: number, lane: LaneNumber): LanePosition {
  const row = connection.get('SELECT * FROM cursors WHERE output = ? AND lane = ?', outputId, lane);
  if (!row) return { cursor: 0, base: 0, delivered: 0, suppressed: 0, expired: 0, dead: 0 };
  return {
    cursor: integer(row, 'seq'),
    base: integer(row, 'base'),
    delivered: integer(row, 'delivered'),
    suppressed: integer(row, 'suppressed'),
    expired: integer(row, 'expired'),
    dead: integer(row, 'dead'),
  };
}

export function writePosition(
  connection: Connection,
  outputId: number,
  lane: LaneNumber,
  { cursor, base, delivered, suppressed, expired, dead }: LanePosition,
): void {
  connection.run(
    'INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    outputId,
    lane,
    cursor,
    base,
    delivered,
    suppressed,
    expired,
    dead,
  );
}

/** What is settled, dead or set aside although it comes after the cursor. Ascending. */
export function readSettledAhead(
  connection: Connection,
  outputId: number,
  lane: LaneNumber,
  cursor: number,
): readonly number[] {
  const outcomes = connection.all(
    `SELECT first, last, seqs FROM outcomes WHERE output = ? AND lane = ? AND first > ? AND last > ?`,
    outputId,
    lane,
    cursor - maxOutcomeSpan,
    cursor,
  );
  const apart = connection.all(
    `SELECT seq FROM set_aside WHERE output = ?1 AND lane = ?2 AND seq > ?3
     UNION SELECT seq FROM dead_letters WHERE output = ?1 AND lane = ?2 AND seq > ?3`,
    outputId,
    lane,
    cursor,
  );
  const seqs = [...outcomes.flatMap(seqsOf), ...apart.map((row) => integer(row, 'seq'))];
  return [...new Set(seqs.filter((seq) => seq > cursor))].sort((a, b) => a - b);
}

/** How many alerts of the lane after the cursor are not settled, counted one by one. */
export function countUnsettled(
  connection: Connection,
  lane: LaneNumber,
  cursor: number,
  settledAhead: readonly number[],
): number {
  const after = connection.number('SELECT count(*) FROM alerts WHERE lane = ? AND seq > ?', lane, cursor);
  const kept = settledAhead.filter((seq) => isKept(connection, lane, seq));
  return after - kept.length;
}

export function isKept(connection: Connection, lane: LaneNumber, seq: number): boolean {
  return connection.get('SELECT 1 FROM alerts WHERE seq = ? AND lane = ?', seq, lane) !== undefined;
}
