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

/** Of all alerts with a label that are kept; the first may be gone. */
export interface LabelTotal {
  readonly label: number;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly lastSeq: number;
}

/** @param after only labels of alerts behind this one; `undefined` for all */
export function eachTotal(connection: Connection, after: number | undefined, take: (total: LabelTotal) => void): void {
  const row = connection.get(
    `SELECT json_group_array(label) AS labels, json_group_array(count) AS counts, json_group_array(first_at) AS firsts,
       json_group_array(last_at) AS lasts, json_group_array(last_seq) AS seqs FROM label_totals
     WHERE count > 0 ${after === undefined ? '' : 'AND label IN (SELECT label FROM alerts WHERE seq > ?)'}`,
    ...(after === undefined ? [] : [after]),
  );
  const list = (name: string) => (row ? numbersIn(text(row, name), name) : []);
  const [labels, counts, firstAtMs] = [list('labels'), list('counts'), list('firsts')];
  const [lastAtMs, lastSeqs] = [list('lasts'), list('seqs')];
  for (const [index, label] of labels.entries()) {
    take({
      label,
      count: counts[index] ?? 0,
      firstAtMs: firstAtMs[index] ?? 0,
      lastAtMs: lastAtMs[index] ?? 0,
      lastSeq: lastSeqs[index] ?? 0,
    });
  }
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
