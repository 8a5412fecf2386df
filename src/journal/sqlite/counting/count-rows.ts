import type { Connection } from '../connection.ts';
import { DamagedRowError, text } from '../row.ts';
import { labelDimension, levelMinutes, levels, minuteMs } from './levels.ts';
import type { Piece } from './pieces.ts';

/** Takes a number of alerts with a label or a value, at a time. The same may come more than once. */
export type TakeCount = (key: number, count: number, atMs: number) => void;

/** Counts by label. */
export function eachLabelCount(connection: Connection, piece: Piece, take: TakeCount): void {
  if (piece.kind === 'alerts') {
    eachCount(
      connection,
      `SELECT ${columns('label', '1', 'received_at')} FROM alerts WHERE received_at >= ? AND received_at < ?`,
      [piece.fromMs, piece.untilMs],
      1,
      take,
    );
  } else if (piece.level === levels.minute) {
    eachCount(
      connection,
      `SELECT ${columns('label', 'count', 'minute')} FROM minute_counts WHERE minute >= ? AND minute < ?`,
      [piece.first, piece.end],
      minuteMs,
      take,
    );
  } else eachRollup(connection, piece, labelDimension, take);
}

/** Counts by the values of a dimension. */
export function eachRollup(
  connection: Connection,
  { level, first, end }: Extract<Piece, { kind: 'buckets' }>,
  dimension: number,
  take: TakeCount,
): void {
  const buckets = Array.from({ length: end - first }, (_, index) => first + index);
  eachCount(
    connection,
    `SELECT ${columns('rollups.value', 'count', 'bucket')} FROM json_each(?) AS wanted CROSS JOIN rollups
       ON level = ? AND rollups.bucket = wanted.value AND dimension = ?`,
    [JSON.stringify(buckets), level, dimension],
    levelMinutes[level] * minuteMs,
    take,
  );
}

/** The labels of all alerts that are kept, how many have each, and when the first and the last of these came. */
export interface LabelTotals {
  readonly labels: readonly number[];
  readonly counts: readonly number[];
  readonly firstAtMs: readonly number[];
  readonly lastAtMs: readonly number[];
  readonly lastSeqs: readonly number[];
}

export function readLabelTotals(connection: Connection): LabelTotals {
  const row = connection.get(
    `SELECT json_group_array(label) AS labels, json_group_array(count) AS counts, json_group_array(first_at) AS firsts,
       json_group_array(last_at) AS lasts, json_group_array(last_seq) AS seqs FROM label_totals WHERE count > 0`,
  );
  const list = (name: string) => (row ? numbersIn(text(row, name), name) : []);
  const [labels, counts, firstAtMs] = [list('labels'), list('counts'), list('firsts')];
  return { labels, counts, firstAtMs, lastAtMs: list('lasts'), lastSeqs: list('seqs') };
}

/** As lists in JSON, since copying out of the database costs by the row. */
function columns(...expressions: readonly [key: string, count: string, time: string]): string {
  const names = ['keys', 'counts', 'times'];
  return expressions.map((expression, index) => `json_group_array(${expression}) AS ${names[index]}`).join(', ');
}

function eachCount(
  connection: Connection,
  sql: string,
  values: readonly (number | string)[],
  timeUnitMs: number,
  take: TakeCount,
): void {
  const row = connection.get(sql, ...values);
  if (!row) return;
  const list = (name: string) => numbersIn(text(row, name), name);
  const [keys, counts, times] = [list('keys'), list('counts'), list('times')];
  for (let index = 0; index < keys.length; index++) {
    take(keys[index] ?? 0, counts[index] ?? 0, (times[index] ?? 0) * timeUnitMs);
  }
}

function numbersIn(json: string, column: string): readonly number[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'number')) throw new DamagedRowError(column);
  return list;
}
