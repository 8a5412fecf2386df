import type { Connection } from '../connection.ts';
import { integer } from '../row.ts';
import { labelDimension, levelMinutes, levels, minuteMs } from './levels.ts';
import type { Piece } from './pieces.ts';

/** How many alerts of a label or with a value there are in a bucket of those asked for, or in all the time asked for. */
export interface CountRow {
  /** Of the bucket's begin, divided by its length; 0 without buckets. */
  readonly bucket: number;
  readonly key: number;
  readonly count: number;
}

/** Counts by label. */
export function labelRows(connection: Connection, piece: Piece, bucketMs: number | undefined): readonly CountRow[] {
  if (piece.kind === 'alerts') {
    return rowsOf(
      connection,
      `SELECT ${bucketOf('received_at', bucketMs)} AS bucket, label AS key, count(*) AS count
         FROM alerts WHERE received_at >= ? AND received_at < ? GROUP BY 1, 2`,
      piece.fromMs,
      piece.untilMs,
    );
  }
  if (piece.level !== levels.minute) return rollupRows(connection, piece, labelDimension, bucketMs);
  return rowsOf(
    connection,
    `SELECT ${bucketOf(`minute * ${minuteMs}`, bucketMs)} AS bucket, label AS key, sum(count) AS count
       FROM minute_counts WHERE minute >= ? AND minute < ? GROUP BY 1, 2`,
    piece.first,
    piece.end,
  );
}

/** Counts by the values of a dimension. */
export function rollupRows(
  connection: Connection,
  { level, first, end }: Extract<Piece, { kind: 'buckets' }>,
  dimension: number,
  bucketMs: number | undefined,
): readonly CountRow[] {
  const buckets = Array.from({ length: end - first }, (_, index) => first + index);
  const time = `wanted.value * ${levelMinutes[level] * minuteMs}`;
  return rowsOf(
    connection,
    `SELECT ${bucketOf(time, bucketMs)} AS bucket, rollups.value AS key, sum(count) AS count
       FROM json_each(?) AS wanted CROSS JOIN rollups
       ON level = ? AND rollups.bucket = wanted.value AND dimension = ? GROUP BY 1, 2`,
    JSON.stringify(buckets),
    level,
    dimension,
  );
}

function bucketOf(time: string, bucketMs: number | undefined): string {
  return bucketMs === undefined ? '0' : `(${time}) / ${bucketMs}`;
}

function rowsOf(connection: Connection, sql: string, ...values: (number | string)[]): readonly CountRow[] {
  return connection.all(sql, ...values).map((row) => ({
    bucket: integer(row, 'bucket'),
    key: integer(row, 'key'),
    count: integer(row, 'count'),
  }));
}
