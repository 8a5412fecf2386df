import type { Alert } from '#alert/alert.ts';
import { readStoredAlert } from '#alert/stored-alert.ts';
import { unixMilliseconds } from '#alert/time.ts';
import { decodeRecords, encodeRecords } from '../append-log/records.ts';
import { AlertAppender } from './append.ts';
import { payloadChecksum } from './checksum.ts';
import type { Connection } from './connection.ts';
import { isFromDatabase } from './failure.ts';
import { Labels } from './labels.ts';
import type { Progress } from './progress.ts';
import { rawPayloads, type StoredPayload } from './raw-payloads.ts';
import { integer, text, type Row } from './row.ts';
import { tolerantRows } from './tolerant-rows.ts';

/** Writes saved alerts into a new journal, each derived anew from its text. */
export class AlertSaver {
  readonly #to: Connection;
  readonly #progress: Progress;
  readonly #appender: AlertAppender;

  constructor(to: Connection, progress: Progress) {
    this.#to = to;
    this.#progress = progress;
    this.#appender = new AlertAppender(to, new Labels(to), progress);
  }

  get saved(): number {
    return this.#progress.lanes[0].kept + this.#progress.lanes[1].kept;
  }

  /** To be called after the last alert. */
  end(): void {
    this.#appender.end();
  }

  /** Those that the tables lead to. */
  saveFromTables(from: Connection): void {
    for (const row of tolerantRows(from, 'payloads')) {
      const payload = payloadOf(row);
      if (payload) this.#save(payload, arrival(from, payload.seq));
    }
  }

  /** Those that lie anywhere in the file. Some of them may be what retention had removed. */
  saveFromPages(file: string): void {
    for (const payload of rawPayloads(file)) this.#save(payload, undefined);
  }

  #save(payload: StoredPayload, receivedAtMs: number | undefined): void {
    const { seq } = payload;
    const alert = intactAlert(payload);
    if (!alert || this.#to.get('SELECT 1 FROM alerts WHERE seq = ?', seq)) return;
    const entry = { alert, receivedAtMs: receivedAtMs ?? unixMilliseconds(alert.time) };
    for (const record of decodeRecords(encodeRecords([entry], 0))) this.#appender.add(seq, record);
  }
}

function payloadOf(row: Row): StoredPayload | undefined {
  try {
    return {
      seq: integer(row, 'seq'),
      checksum: integer(row, 'checksum'),
      json: text(row, 'json'),
      unknown: text(row, 'unknown'),
    };
  } catch {
    return undefined;
  }
}

function intactAlert({ seq, json, unknown, checksum }: StoredPayload): Alert | undefined {
  if (checksum !== payloadChecksum(seq, json, unknown)) return undefined;
  try {
    return readStoredAlert(json, unknown);
  } catch {
    return undefined;
  }
}

/** Where the row that tells is gone, the time of the alert itself is the best guess. */
function arrival(from: Connection, seq: number): number | undefined {
  try {
    const row = from.get('SELECT received_at FROM alerts WHERE seq = ?', seq);
    return row && integer(row, 'received_at');
  } catch (error) {
    if (!isFromDatabase(error)) throw error;
    return undefined;
  }
}
