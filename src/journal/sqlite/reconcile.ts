import type { Connection } from './connection.ts';
import type { LaneNumber } from './calls.ts';
import { countUnsettled, readOutputs, readPosition, readSettledAhead, writePosition } from './positions.ts';
import type { LanePosition } from './positions.ts';
import { laneNumbers, lastSeq, type Progress } from './progress.ts';

/**
 * Makes the totals of every output true again after a salvage: what it was owed and is not there any more counts as
 * suppressed. Records that speak of no known output are removed.
 */
export function reconcile(connection: Connection, progress: Progress): void {
  for (const table of ['cursors', 'outcomes', 'set_aside', 'dead_letters']) {
    connection.run(`DELETE FROM ${table} WHERE output NOT IN (SELECT id FROM outputs)`);
  }
  for (const table of ['set_aside', 'dead_letters']) {
    connection.run(`DELETE FROM ${table} WHERE seq NOT IN (SELECT seq FROM alerts)`);
  }
  for (const { id } of readOutputs(connection)) {
    for (const lane of laneNumbers) {
      const position = plausiblePosition(connection, id, lane, lastSeq(progress));
      const count = (table: string) =>
        connection.number(`SELECT count(*) FROM ${table} WHERE output = ? AND lane = ${lane}`, id);
      const ahead = readSettledAhead(connection, id, lane, position.cursor);
      const owed = countUnsettled(connection, lane, position.cursor, ahead) + count('set_aside');
      const dead = count('dead_letters');
      const known = position.delivered + position.suppressed + dead + owed;
      const missing = progress.lanes[lane].appended - position.base - known;
      writePosition(connection, id, lane, {
        ...position,
        dead,
        base: position.base + Math.min(missing, 0),
        suppressed: position.suppressed + Math.max(missing, 0),
      });
    }
  }
}

/** An output whose cursor is beyond everything begins anew: what its records speak of is not sent again. */
function plausiblePosition(connection: Connection, id: number, lane: LaneNumber, newest: number): LanePosition {
  const position = readPosition(connection, id, lane);
  return position.cursor > newest ? { ...position, cursor: 0 } : position;
}
