import type { Clock } from '#kit/clock.ts';
import type { Connection } from '../connection.ts';
import { isDamage } from '../failure.ts';
import type { Label, Labels } from '../labels.ts';
import { integer, optionalText, text, type Row } from '../row.ts';
import { CountChanges } from './count-changes.ts';

/** How long one step may hold up other writes. */
const stepMs = 10;
const rowsAtOnce = 100;

/** Whether alerts of an older version still have the labels of then. */
export function isRelabelling(connection: Connection): boolean {
  return connection.get('SELECT 1 FROM relabelling') !== undefined;
}

/**
 * Gives the next alerts of an older version the labels of today, newest first, and counts them by these. A transaction of its
 * own, that need not be durable.
 */
export function relabelSome(connection: Connection, labels: Labels, clock: Pick<Clock, 'monotonic'>): void {
  const end = clock.monotonic() + stepMs;
  connection.transaction(() => {
    let before = connection.number('SELECT before FROM relabelling');
    do before = relabel(connection, labels, before);
    while (before > 0 && clock.monotonic() < end);
    if (before > 0) connection.run('UPDATE relabelling SET before = ?', before);
    else finish(connection, labels);
  });
}

/** Returns before which alert to go on, 0 at the end. */
function relabel(connection: Connection, labels: Labels, before: number): number {
  const rows = connection.all(
    `SELECT alerts.seq, received_at, label, json, rule, priority, source, hostname
       FROM alerts JOIN labels ON labels.id = label LEFT JOIN payloads ON payloads.seq = alerts.seq
     WHERE alerts.seq < ? ORDER BY alerts.seq DESC LIMIT ${rowsAtOnce}`,
    before,
  );
  const counts = new CountChanges();
  for (const row of rows) {
    const old = labels.byId(integer(row, 'label'));
    if (!old?.isOld) continue;
    const [seq, receivedAtMs, label] = [integer(row, 'seq'), integer(row, 'received_at'), newLabel(labels, row)];
    counts.remove(receivedAtMs, old);
    counts.add(seq, receivedAtMs, label);
    connection.run('UPDATE alerts SET label = ? WHERE seq = ?', label.id, seq);
  }
  counts.write(connection);
  const last = rows.at(-1);
  return last && rows.length === rowsAtOnce ? integer(last, 'seq') : 0;
}

/** An alert whose text is damaged says nothing more. */
function newLabel(labels: Labels, row: Row): Label {
  const texts = {
    rule: text(row, 'rule'),
    priority: integer(row, 'priority'),
    source: text(row, 'source'),
    hostname: text(row, 'hostname'),
  };
  try {
    return labels.of({ ...texts, json: optionalText(row, 'json') ?? '' });
  } catch (error) {
    if (isDamage(error)) throw error;
    return labels.of({ ...texts, json: '' });
  }
}

/** Counts of before that speak of no alert any more go with their labels. */
function finish(connection: Connection, labels: Labels): void {
  connection.run('DELETE FROM minute_counts WHERE label IN (SELECT id FROM labels WHERE group_id IS NULL)');
  connection.run('DELETE FROM labels WHERE group_id IS NULL AND id < (SELECT max(id) FROM labels)');
  connection.run('DELETE FROM relabelling');
  labels.forget();
}
