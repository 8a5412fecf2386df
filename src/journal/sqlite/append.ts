import type { StatementSync } from 'node:sqlite';
import { laneOf } from '#alert/lane.ts';
import { priorities } from '#alert/priority.ts';
import { decodeRecords, type AlertRecord } from '../append-log/records.ts';
import type { LaneNumber, StoredRecords } from './calls.ts';
import { payloadChecksum } from './checksum.ts';
import type { Connection } from './connection.ts';
import { CountChanges } from './counting/count-changes.ts';
import type { Labels } from './labels.ts';
import { lastSeq, type Progress } from './progress.ts';

/**
 * Writes a batch of alerts and counts them, within the transaction of the caller. Those that are there already are passed over:
 * after a crash, the append log may have them still.
 */
export function appendAlerts(
  connection: Connection,
  labels: Labels,
  progress: Progress,
  batches: readonly StoredRecords[],
): void {
  const appender = new AlertAppender(connection, labels, progress);
  const known = lastSeq(progress);
  for (const { bytes, firstSeq } of batches) {
    decodeRecords(bytes).forEach((record, index) => {
      if (firstSeq + index > known) appender.add(firstSeq + index, record);
    });
  }
  appender.end();
}

/** Writes alerts one by one, within the transaction of the caller, and their counts at the end. */
export class AlertAppender {
  readonly #connection: Connection;
  readonly #labels: Labels;
  readonly #progress: Progress;
  readonly #counts = new CountChanges();
  readonly #insertAlert: StatementSync;
  readonly #insertPayload: StatementSync;

  constructor(connection: Connection, labels: Labels, progress: Progress) {
    this.#connection = connection;
    this.#labels = labels;
    this.#progress = progress;
    this.#insertAlert = connection.statement('INSERT INTO alerts VALUES (?, ?, ?, ?, ?)');
    this.#insertPayload = connection.statement('INSERT INTO payloads VALUES (?, ?, ?, ?)');
  }

  add(seq: number, record: AlertRecord): void {
    const { receivedAtMs, uuid, json, unknown } = record;
    const lane = laneNumber(record.priority);
    const label = this.#labels.of(record);
    this.#insertAlert.run(seq, receivedAtMs, lane, label.id, uuid);
    this.#insertPayload.run(seq, payloadChecksum(seq, json, unknown), json, unknown);
    this.#counts.add(seq, receivedAtMs, label);
    const total = this.#progress.lanes[lane];
    total.appended++;
    total.kept++;
    total.last = Math.max(total.last, seq);
  }

  end(): void {
    this.#counts.write(this.#connection);
  }
}

/** Stored is Falcosidekick's number, 8 for Emergency down to 1 for Debug; see `priorityNumber`. */
function laneNumber(priority: number): LaneNumber {
  const name = priorities[priorities.length - priority] ?? 'Debug';
  return laneOf(name) === 'urgent' ? 0 : 1;
}
