import type { AppendColumns } from './calls.ts';
import { payloadChecksum } from './checksum.ts';
import type { Connection } from './connection.ts';
import type { Labels } from './labels.ts';
import type { Progress } from './progress.ts';

export const minuteMs = 60_000;

/** Writes a batch of alerts and counts them, within the transaction of the caller. */
export function appendAlerts(connection: Connection, labels: Labels, progress: Progress, columns: AppendColumns): void {
  const { firstSeq, receivedAtMs, lanes, uuids, json, unknown } = columns;
  const labelIds = columns.labelTexts.map((texts) => labels.id(texts));
  const insertAlert = connection.statement('INSERT INTO alerts VALUES (?, ?, ?, ?, ?)');
  const insertPayload = connection.statement('INSERT INTO payloads VALUES (?, ?, ?, ?)');
  const counts = new MinuteCounter();
  for (let index = 0; index < json.length; index++) {
    const seq = firstSeq + index;
    const lane = lanes[index] ?? 1;
    const receivedAt = receivedAtMs[index] ?? 0;
    const label = labelIds[columns.labels[index] ?? 0] ?? 0;
    const text = json[index] ?? '';
    const rest = unknown[index] ?? '';
    insertAlert.run(seq, receivedAt, lane, label, uuids[index] ?? '');
    insertPayload.run(seq, payloadChecksum(seq, text, rest), text, rest);
    counts.add(Math.floor(receivedAt / minuteMs), label);
    const total = progress.lanes[lane];
    total.appended++;
    total.kept++;
    total.last = Math.max(total.last, seq);
  }
  counts.write(connection);
}

/** Adds up a batch, so that a row is written once for all alerts of a kind. */
class MinuteCounter {
  readonly #counts = new Map<number, Map<number, number>>();

  add(minute: number, label: number): void {
    let labels = this.#counts.get(minute);
    if (!labels) this.#counts.set(minute, (labels = new Map<number, number>()));
    labels.set(label, (labels.get(label) ?? 0) + 1);
  }

  write(connection: Connection): void {
    const upsert = connection.statement(
      'INSERT INTO minute_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    for (const [minute, labels] of this.#counts) {
      for (const [label, count] of labels) upsert.run(minute, label, count);
    }
  }
}
