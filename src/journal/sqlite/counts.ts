import { priorities } from '#alert/priority.ts';
import type { CountDimension, CountQuery, MinuteCount } from '../journal.ts';
import type { Connection } from './connection.ts';
import { minuteMs } from './counting/levels.ts';
import { integer, text } from './row.ts';

const columns: Readonly<Record<CountDimension, string>> = {
  rule: 'rule',
  priority: 'CAST(priority AS TEXT)',
  source: 'source',
  hostname: 'hostname',
  namespace: 'namespace',
};

/** Alerts per minute and value of a dimension, of the minutes that begin within the time asked for. */
export function readCounts(connection: Connection, { fromMs, untilMs, by }: CountQuery): readonly MinuteCount[] {
  const value = by ? columns[by] : "''";
  return connection
    .all(
      `SELECT minute, ${value} AS value, sum(count) AS count
         FROM minute_counts JOIN labels ON labels.id = minute_counts.label
       WHERE minute >= ? AND minute < ? GROUP BY minute, value ORDER BY minute, value`,
      Math.ceil(Math.max(fromMs, 0) / minuteMs),
      Math.ceil(Math.min(untilMs, Number.MAX_SAFE_INTEGER) / minuteMs),
    )
    .map((row) => ({
      minuteMs: integer(row, 'minute') * minuteMs,
      value: by === 'priority' ? priorityName(text(row, 'value')) : text(row, 'value'),
      count: integer(row, 'count'),
    }));
}

/** Stored is Falcosidekick's number, 8 for Emergency down to 1 for Debug; see `priorityNumber`. */
function priorityName(stored: string): string {
  return priorities[priorities.length - Number(stored)] ?? stored;
}
