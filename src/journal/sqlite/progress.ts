import type { LaneNumber } from './calls.ts';
import type { Connection } from './connection.ts';
import { DamagedRowError, integer } from './row.ts';

/** The running totals of the journal. */
export interface Progress {
  /** The last batch that was written. */
  batch: number;
  /** The search index covers alerts up to this one. */
  indexedTo: number;
  /** By lane. */
  readonly lanes: readonly [urgent: LaneProgress, normal: LaneProgress];
}

export interface LaneProgress {
  /** Alerts ever appended. */
  appended: number;
  /** Of these, how many retention has left. */
  kept: number;
  /** The newest ever appended: numbers are never given twice, even when retention has removed the newest. */
  last: number;
}

export function readProgress(connection: Connection): Progress {
  const row = connection.get('SELECT * FROM progress');
  if (!row) throw new DamagedRowError('progress');
  const lane = (name: string): LaneProgress => ({
    appended: integer(row, `${name}_appended`),
    kept: integer(row, `${name}_kept`),
    last: integer(row, `${name}_last`),
  });
  return {
    batch: integer(row, 'batch'),
    indexedTo: integer(row, 'indexed_to'),
    lanes: [lane('urgent'), lane('normal')],
  };
}

export function writeProgress(connection: Connection, { batch, indexedTo, lanes: [urgent, normal] }: Progress): void {
  connection.run(
    `UPDATE progress SET batch = ?, indexed_to = ?, urgent_appended = ?, urgent_kept = ?, urgent_last = ?,
       normal_appended = ?, normal_kept = ?, normal_last = ?`,
    batch,
    indexedTo,
    urgent.appended,
    urgent.kept,
    urgent.last,
    normal.appended,
    normal.kept,
    normal.last,
  );
}

export function lastSeq({ lanes }: Progress): number {
  return Math.max(lanes[0].last, lanes[1].last);
}

export const laneNumbers: readonly [LaneNumber, LaneNumber] = [0, 1];
