import type { Connection } from '../connection.ts';
import type { Label } from '../labels.ts';
import {
  isCounted,
  labelDimension,
  labelLevels,
  levelMinutes,
  levels,
  minuteMs,
  valueLevels,
  type Level,
} from './levels.ts';
import { countedDimensions } from '../../counting.ts';

/** What becomes more or less within a transaction, so that a row is written once for all alerts of a kind. */
export class CountChanges {
  readonly #minutes = new Map<number, Map<Label, number>>();
  readonly #seen = new Map<Label, Seen>();
  readonly #hours = new Map<number, { first: number; last: number }>();

  /** An alert came. */
  add(seq: number, receivedAtMs: number, label: Label): void {
    this.#count(receivedAtMs, label, 1);
    const seen = this.#seen.get(label);
    if (!seen) this.#seen.set(label, { firstAtMs: receivedAtMs, lastAtMs: receivedAtMs, lastSeq: seq });
    else {
      seen.firstAtMs = Math.min(seen.firstAtMs, receivedAtMs);
      seen.lastAtMs = Math.max(seen.lastAtMs, receivedAtMs);
      seen.lastSeq = Math.max(seen.lastSeq, seq);
    }
    const hour = Math.floor(receivedAtMs / (minuteMs * levelMinutes[levels.hour]));
    const known = this.#hours.get(hour);
    if (!known) this.#hours.set(hour, { first: seq, last: seq });
    else {
      known.first = Math.min(known.first, seq);
      known.last = Math.max(known.last, seq);
    }
  }

  /** An alert was removed. */
  remove(receivedAtMs: number, label: Label): void {
    this.#count(receivedAtMs, label, -1);
  }

  /** To be called once, at the end. */
  write(connection: Connection): void {
    const totals = new Map<Label, number>();
    const rollups = new Rollups(connection);
    for (const [minute, labels] of this.#minutes) {
      for (const [label, change] of labels) {
        if (change === 0) continue;
        changeMinute(connection, minute, label.id, change);
        if (label.isOld) continue;
        totals.set(label, (totals.get(label) ?? 0) + change);
        rollups.add(minute, label, change);
      }
    }
    rollups.write();
    for (const [label, change] of totals) this.#writeTotal(connection, label, change);
    for (const [hour, { first, last }] of this.#hours) {
      connection.run(
        `INSERT INTO hours VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`,
        hour,
        first,
        last,
      );
    }
  }

  #count(receivedAtMs: number, label: Label, change: number): void {
    const minute = Math.floor(receivedAtMs / minuteMs);
    let labels = this.#minutes.get(minute);
    if (!labels) this.#minutes.set(minute, (labels = new Map<Label, number>()));
    labels.set(label, (labels.get(label) ?? 0) + change);
  }

  #writeTotal(connection: Connection, label: Label, change: number): void {
    const seen = this.#seen.get(label);
    if (!seen) {
      connection.run('UPDATE label_totals SET count = count + ? WHERE label = ?', change, label.id);
      return;
    }
    connection.run(
      `INSERT INTO label_totals VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count,
         first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
         last_seq = max(last_seq, excluded.last_seq)`,
      label.id,
      change,
      seen.firstAtMs,
      seen.lastAtMs,
      seen.lastSeq,
    );
  }
}

interface Seen {
  firstAtMs: number;
  lastAtMs: number;
  lastSeq: number;
}

function changeMinute(connection: Connection, minute: number, label: number, change: number): void {
  connection.run(
    'INSERT INTO minute_counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    minute,
    label,
    change,
  );
  if (change < 0)
    connection.run('DELETE FROM minute_counts WHERE minute = ? AND label = ? AND count <= 0', minute, label);
}

/** Value numbers stay below this. */
const valueSpan = 2 ** 40;

/** The changes of `rollups`, by level and bucket, then by dimension and value. */
class Rollups {
  readonly #connection: Connection;
  readonly #buckets = valueLevels.map(() => new Map<number, Map<number, number>>());

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  add(minute: number, label: Label, change: number): void {
    for (const level of valueLevels) {
      const values = this.#valuesOf(level, Math.floor(minute / levelMinutes[level]));
      if (level !== levels.minute && labelLevels.includes(level)) addTo(values, labelDimension, label.id, change);
      for (const [dimension, value] of label.values) {
        const name = countedDimensions[dimension - 1];
        if (name && isCounted(name, level)) addTo(values, dimension, value, change);
      }
    }
  }

  write(): void {
    for (const level of valueLevels) {
      for (const [bucket, values] of this.#buckets[level] ?? []) {
        for (const [key, change] of values) {
          if (change !== 0) this.#change(level, bucket, Math.floor(key / valueSpan), key % valueSpan, change);
        }
      }
    }
  }

  #valuesOf(level: Level, bucket: number): Map<number, number> {
    const buckets = this.#buckets[level];
    const known = buckets?.get(bucket);
    if (known) return known;
    const values = new Map<number, number>();
    buckets?.set(bucket, values);
    return values;
  }

  #change(level: Level, bucket: number, dimension: number, value: number, change: number): void {
    const statement = this.#connection.statement(
      'INSERT INTO rollups VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    statement.run(level, bucket, dimension, value, change);
    if (change >= 0) return;
    this.#connection.run(
      'DELETE FROM rollups WHERE level = ? AND bucket = ? AND dimension = ? AND value = ? AND count <= 0',
      level,
      bucket,
      dimension,
      value,
    );
  }
}

function addTo(values: Map<number, number>, dimension: number, value: number, change: number): void {
  const key = dimension * valueSpan + value;
  values.set(key, (values.get(key) ?? 0) + change);
}
