import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import { laneOf } from '#alert/lane.ts';
import { priorityNumber } from '#alert/priority.ts';
import { payloadChecksum } from '../sqlite/checksum.ts';
import type { Connection } from '../sqlite/connection.ts';
import { migrate, migrations } from '../sqlite/migrations.ts';
import { startMs } from './journal-store.ts';

const minuteMs = 60_000;

/** Makes a journal of an older version with alerts that came `gapMs` after each other, as that version would have written it. */
export function fillOldJournal(connection: Connection, version: number, alerts: readonly Alert[], gapMs = 0): void {
  migrate(connection, migrations.slice(0, version));
  const lanes = { urgent: { count: 0, last: 0 }, normal: { count: 0, last: 0 } };
  for (const [index, alert] of alerts.entries()) {
    const [seq, receivedAtMs, lane] = [index + 1, startMs + index * gapMs, laneOf(alert.priority)];
    const texts = [
      alert.rule,
      priorityNumber(alert.priority),
      alert.source,
      alert.hostname,
      stringField(alert, 'k8s.ns.name'),
    ];
    connection.run(
      'INSERT OR IGNORE INTO labels (rule, priority, source, hostname, namespace) VALUES (?, ?, ?, ?, ?)',
      ...texts,
    );
    const label = connection.number(
      'SELECT id FROM labels WHERE rule = ? AND priority = ? AND source = ? AND hostname = ? AND namespace = ?',
      ...texts,
    );
    connection.run(
      'INSERT INTO alerts VALUES (?, ?, ?, ?, ?)',
      seq,
      receivedAtMs,
      lane === 'urgent' ? 0 : 1,
      label,
      alert.uuid,
    );
    connection.run(
      'INSERT INTO payloads VALUES (?, ?, ?, ?)',
      seq,
      payloadChecksum(seq, alert.json, ''),
      alert.json,
      '',
    );
    connection.run(
      'INSERT INTO minute_counts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
      Math.floor(receivedAtMs / minuteMs),
      label,
    );
    lanes[lane] = { count: lanes[lane].count + 1, last: seq };
  }
  const { urgent, normal } = lanes;
  connection.run(
    `UPDATE progress SET urgent_appended = ?1, urgent_kept = ?1, urgent_last = ?2,
       normal_appended = ?3, normal_kept = ?3, normal_last = ?4`,
    urgent.count,
    urgent.last,
    normal.count,
    normal.last,
  );
}
