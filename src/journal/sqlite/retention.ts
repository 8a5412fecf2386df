import type { RetentionPolicy } from '../journal.ts';
import type { PruneStep, PruneStepReport } from './calls.ts';
import type { Connection } from './connection.ts';
import { levelMinutes, levels, minuteMs } from './counting/levels.ts';
import type { Labels } from './labels.ts';
import type { OutputStates } from './output-states.ts';
import type { Progress } from './progress.ts';
import { removeAlerts, type Removable } from './removal.ts';
import { integer, type Row } from './row.ts';

/** Small, so that appends wait for a few milliseconds only. */
const maxRemovedPerStep = 250;
const vacuumedPagesPerStep = 256;
/** Free pages up to this part of the file stay: the next alerts need them. */
const keptFreePart = 1 / 8;
const keptFreePages = 64;

interface Victims {
  readonly alerts: readonly Removable[];
  readonly after: number;
}

/**
 * A step of pruning, within the transaction of the caller: removes some alerts that the policy no longer keeps, or else
 * gives free pages back to the file system.
 *
 * Age removes whatever is old. Size and number remove what every output has settled, oldest first; only when nothing
 * else is left, also what an output owes or holds as a dead letter.
 */
export function pruneStep(
  connection: Connection,
  outputs: OutputStates,
  labels: Labels,
  progress: Progress,
  step: PruneStep,
): PruneStepReport {
  const { alerts, after } = chooseVictims(connection, progress, step);
  if (alerts.length > 0) {
    const expired = removeAlerts(connection, outputs, labels, progress, alerts, 'retention');
    return { removed: alerts.map(({ seq }) => seq), expired, after, isDone: false };
  }
  const isDone = !giveBackPages(connection, step.policy);
  if (isDone) removeUnused(connection, labels);
  return { removed: [], expired: 0, after, isDone };
}

function chooseVictims(
  connection: Connection,
  progress: Progress,
  { policy: { maxAgeMs, maxBytes, maxAlerts }, nowMs, after }: PruneStep,
): Victims {
  const aged = maxAgeMs === undefined ? [] : olderThan(connection, nowMs - maxAgeMs);
  if (aged.length > 0) return { alerts: aged, after };
  const kept = progress.lanes[0].kept + progress.lanes[1].kept;
  const tooMany = Math.max(kept - (maxAlerts ?? Infinity), tooManyForSpace(connection, kept, maxBytes ?? Infinity));
  const wanted = Math.min(tooMany, maxRemovedPerStep);
  if (wanted <= 0) return { alerts: [], after };
  const settled = oldestSettled(connection, after, wanted);
  const last = settled.at(-1);
  return last ? { alerts: settled, after: last.seq } : { alerts: oldest(connection, wanted), after };
}

function olderThan(connection: Connection, beforeMs: number): readonly Removable[] {
  return connection
    .all(
      'SELECT seq, lane FROM alerts WHERE received_at < ? ORDER BY received_at, seq LIMIT ?',
      beforeMs,
      maxRemovedPerStep,
    )
    .map(removable);
}

/** At or before the cursor of every output in use, and neither dead nor set aside at any. */
function oldestSettled(connection: Connection, after: number, limit: number): readonly Removable[] {
  const settledUpTo = (lane: 0 | 1) =>
    connection.get(
      `SELECT min(seq) AS seq FROM cursors JOIN outputs ON outputs.id = output
       WHERE lane = ? AND retired_at IS NULL`,
      lane,
    )?.['seq'] ?? Number.MAX_SAFE_INTEGER;
  const isApart = (table: 'dead_letters' | 'set_aside') => `EXISTS
    (SELECT 1 FROM ${table} AS apart JOIN outputs ON outputs.id = apart.output
     WHERE apart.seq = alerts.seq AND retired_at IS NULL)`;
  return connection
    .all(
      `SELECT seq, lane FROM alerts WHERE seq > ? AND seq <= CASE lane WHEN 0 THEN ? ELSE ? END
         AND NOT ${isApart('dead_letters')} AND NOT ${isApart('set_aside')} ORDER BY seq LIMIT ?`,
      after,
      settledUpTo(0),
      settledUpTo(1),
      limit,
    )
    .map(removable);
}

function oldest(connection: Connection, limit: number): readonly Removable[] {
  return connection.all('SELECT seq, lane FROM alerts ORDER BY seq LIMIT ?', limit).map(removable);
}

export function removable(row: Row): Removable {
  return { seq: integer(row, 'seq'), lane: integer(row, 'lane') === 0 ? 0 : 1 };
}

/** An estimate from what an alert takes on average; asked again after each step. */
function tooManyForSpace(connection: Connection, kept: number, maxBytes: number): number {
  const pages = connection.number('PRAGMA page_count') - connection.number('PRAGMA freelist_count');
  const usedBytes = pages * connection.number('PRAGMA page_size');
  return usedBytes > maxBytes ? Math.ceil(((usedBytes - maxBytes) / usedBytes) * kept) : 0;
}

/** Returns whether there is more to give back. */
function giveBackPages(connection: Connection, { maxBytes }: RetentionPolicy): boolean {
  const pages = connection.number('PRAGMA page_count');
  const free = connection.number('PRAGMA freelist_count');
  const isTooLarge = maxBytes !== undefined && pages * connection.number('PRAGMA page_size') > maxBytes;
  const keep = isTooLarge ? 0 : Math.max(keptFreePages, pages * keptFreePart);
  if (free <= keep) return false;
  connection.database.exec(`PRAGMA incremental_vacuum(${vacuumedPagesPerStep})`);
  return connection.number('PRAGMA freelist_count') < free;
}

/**
 * Counts go with their alerts; what they are counted by is tidied up behind, once an hour has gone. The newest of each stays,
 * so that no number is given twice, and whoever remembers one is never mistaken.
 */
function removeUnused(connection: Connection, labels: Labels): void {
  const oldestMs = connection.get('SELECT min(received_at) AS at FROM alerts')?.['at'];
  const first = typeof oldestMs === 'number' ? Math.floor(oldestMs / minuteMs) : Number.MAX_SAFE_INTEGER;
  connection.run('DELETE FROM minute_counts WHERE minute < ?', first);
  if (connection.run('DELETE FROM hours WHERE hour < ?', Math.floor(first / levelMinutes[levels.hour])) === 0) return;
  connection.run('DELETE FROM damaged WHERE seq < (SELECT min(seq) FROM alerts)');
  const isUnused = 'label < (SELECT max(id) FROM labels) AND count <= 0';
  connection.run(`DELETE FROM labels WHERE id IN (SELECT label FROM label_totals WHERE ${isUnused})`);
  connection.run(`DELETE FROM label_totals WHERE ${isUnused}`);
  connection.run(
    `DELETE FROM dimension_values WHERE id < (SELECT max(id) FROM dimension_values) AND id NOT IN
       (SELECT value FROM rollups WHERE level = ${levels.day} AND dimension > 0)`,
  );
  labels.forget();
}
