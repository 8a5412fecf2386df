import type { LaneNumber, StoredEntries } from './calls.ts';
import { payloadChecksum } from './checksum.ts';
import type { Connection } from './connection.ts';
import { integer, optionalInteger, optionalText, type Row } from './row.ts';

/** What one answer may carry between threads; an alert that is larger travels alone. */
const maxAnswerBytes = 8 * 1024 * 1024;

export const entryColumns = 'alerts.seq, received_at, lane, checksum, json, unknown';
export const entryTables = 'alerts LEFT JOIN payloads ON payloads.seq = alerts.seq';

/** Alerts of a lane after one, oldest first. May be cut where they are large. */
export function readLane(connection: Connection, lane: LaneNumber, after: number, limit: number): StoredEntries {
  const entries = new EntryCollector();
  const rows = connection.iterate(
    `SELECT ${entryColumns} FROM ${entryTables} WHERE lane = ${lane} AND alerts.seq > ? ORDER BY alerts.seq LIMIT ?`,
    after,
    limit,
  );
  for (const row of rows) {
    entries.add(row);
    if (entries.isFull) break;
  }
  return entries.columns();
}

/** The alerts with these numbers that are there, in the order asked for. */
export function readSome(connection: Connection, seqs: readonly number[]): StoredEntries {
  const entries = new EntryCollector();
  for (const seq of seqs) {
    const row = connection.get(`SELECT ${entryColumns} FROM ${entryTables} WHERE alerts.seq = ?`, seq);
    if (row) entries.add(row);
  }
  return entries.columns();
}

/** Gathers rows of `entryColumns`, and sets apart those whose text is not what was written. */
export class EntryCollector {
  readonly #seqs: number[] = [];
  readonly #receivedAtMs: number[] = [];
  readonly #lanes: LaneNumber[] = [];
  readonly #json: string[] = [];
  readonly #unknown: string[] = [];
  readonly #damaged: number[] = [];
  #bytes = 0;

  get size(): number {
    return this.#seqs.length;
  }

  get isFull(): boolean {
    return this.#bytes >= maxAnswerBytes;
  }

  add(row: Row): void {
    const json = optionalText(row, 'json');
    const unknown = optionalText(row, 'unknown');
    const seq = integer(row, 'seq');
    if (json === undefined || unknown === undefined || !isIntact(row, json, unknown)) {
      this.#damaged.push(seq);
      return;
    }
    this.#seqs.push(seq);
    this.#receivedAtMs.push(integer(row, 'received_at'));
    this.#lanes.push(integer(row, 'lane') === 0 ? 0 : 1);
    this.#json.push(json);
    this.#unknown.push(unknown);
    this.#bytes += json.length + unknown.length;
  }

  columns(): StoredEntries {
    return {
      seqs: this.#seqs,
      receivedAtMs: this.#receivedAtMs,
      lanes: this.#lanes,
      json: this.#json,
      unknown: this.#unknown,
      damaged: this.#damaged,
      isCut: this.isFull,
    };
  }
}

function isIntact(row: Row, json: string, unknown: string): boolean {
  return optionalInteger(row, 'checksum') === payloadChecksum(integer(row, 'seq'), json, unknown);
}
