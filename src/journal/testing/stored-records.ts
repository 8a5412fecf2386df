import type { Alert } from '#alert/alert.ts';
import { encodeRecords } from '../append-log/records.ts';
import type { StoredRecords } from '../sqlite/calls.ts';
import { startMs } from './journal-store.ts';

/** Alerts as they travel to the writer, all of which arrived at `startMs`. */
export function storedRecords(firstSeq: number, alerts: readonly Alert[]): StoredRecords {
  const entries = alerts.map((alert) => ({ alert, receivedAtMs: startMs }));
  return { bytes: encodeRecords(entries, 0), firstSeq, lastSeq: firstSeq + alerts.length - 1 };
}
