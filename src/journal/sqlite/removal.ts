import type { LaneNumber } from './calls.ts';
import type { Connection } from './connection.ts';
import { CountChanges } from './counting/count-changes.ts';
import type { Labels } from './labels.ts';
import { maxOutcomeSpan } from './outcomes.ts';
import type { LaneState, OutputState, OutputStates } from './output-states.ts';
import type { Progress } from './progress.ts';
import { integer } from './row.ts';
import { alertsPerBlock, blockOf } from './search-index.ts';

export interface Removable {
  readonly seq: number;
  readonly lane: LaneNumber;
}

/**
 * Removes alerts and all that is recorded of them, within the transaction of the caller. Outputs that still owed one, or
 * held it as a dead letter, count it as suppressed, and as expired where retention removes it. Returns how many pairs
 * of an alert and an output in use that were.
 */
export function removeAlerts(
  connection: Connection,
  outputs: OutputStates,
  labels: Labels,
  progress: Progress,
  alerts: readonly Removable[],
  cause: 'retention' | 'damage',
): number {
  if (alerts.length === 0) return 0;
  let owed = 0;
  for (const output of outputs.all()) {
    for (const state of output.lanes) {
      const seqs = alerts.filter(({ lane }) => lane === state.lane).map(({ seq }) => seq);
      const count = giveUp(connection, outputs, output, state, seqs, cause);
      if (!output.isRetired) owed += count;
    }
  }
  const counts = new CountChanges();
  for (const { seq, lane } of alerts) {
    connection.run('DELETE FROM payloads WHERE seq = ?', seq);
    const row = connection.get('DELETE FROM alerts WHERE seq = ? RETURNING received_at, label', seq);
    if (!row) continue;
    progress.lanes[lane].kept--;
    const label = labels.byId(integer(row, 'label'));
    if (label) counts.remove(integer(row, 'received_at'), label);
  }
  counts.write(connection);
  removeFromIndex(connection, progress, alerts);
  removeOutcomes(connection, outputs, alerts);
  return owed;
}

/** A block of the index goes with the last of its alerts. */
function removeFromIndex(connection: Connection, progress: Progress, alerts: readonly Removable[]): void {
  for (const block of new Set(alerts.map(({ seq }) => blockOf(seq)))) {
    const first = block * alertsPerBlock;
    if (first > progress.indexedTo) continue;
    const isLeft = connection.get('SELECT 1 FROM alerts WHERE seq >= ? AND seq < ?', first, first + alertsPerBlock);
    if (!isLeft) connection.run('DELETE FROM words WHERE rowid = ?', block);
  }
}

function giveUp(
  connection: Connection,
  outputs: OutputStates,
  output: OutputState,
  state: LaneState,
  seqs: readonly number[],
  cause: 'retention' | 'damage',
): number {
  const { position, ahead, lane } = state;
  const waiting = seqs.filter((seq) => seq > position.cursor && !ahead.has(seq)).length;
  const json = JSON.stringify(seqs);
  const condition = 'WHERE output = ? AND lane = ? AND seq IN (SELECT value FROM json_each(?))';
  const aside = connection.run(`DELETE FROM set_aside ${condition}`, output.id, lane, json);
  const dead = connection.run(`DELETE FROM dead_letters ${condition}`, output.id, lane, json);
  for (const seq of seqs) ahead.delete(seq);
  const lost = waiting + aside + dead;
  if (lost === 0) return 0;
  position.dead -= dead;
  position.suppressed += lost;
  if (cause === 'retention') position.expired += lost;
  outputs.save(output, state);
  return lost;
}

/** A row goes with the last alert that it speaks of. */
function removeOutcomes(connection: Connection, outputs: OutputStates, alerts: readonly Removable[]): void {
  const seqs = alerts.map(({ seq }) => seq);
  for (const output of outputs.all()) {
    for (const { lane } of output.lanes) {
      connection.run(
        `DELETE FROM outcomes WHERE output = ? AND lane = ${lane} AND first BETWEEN ? AND ? AND NOT EXISTS
           (SELECT 1 FROM alerts WHERE lane = ${lane} AND seq BETWEEN first AND last)`,
        output.id,
        Math.min(...seqs) - maxOutcomeSpan,
        Math.max(...seqs),
      );
    }
  }
}
