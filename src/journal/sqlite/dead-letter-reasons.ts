import type { DeadLetterReason } from '../journal.ts';
import type { Connection } from './connection.ts';
import { integer, text } from './row.ts';

/** Most frequent first. */
export function readDeadLetterReasons(connection: Connection): readonly DeadLetterReason[] {
  const rows = connection.all(
    `SELECT outputs.name, plain_reason(reason) AS plain, count(*) AS count, min(at) AS first, max(at) AS last
       FROM dead_letters JOIN outputs ON outputs.id = dead_letters.output
     GROUP BY outputs.name, plain ORDER BY count DESC, outputs.name, plain`,
  );
  return rows.map((row) => ({
    output: text(row, 'name'),
    reason: text(row, 'plain'),
    count: integer(row, 'count'),
    firstAtMs: integer(row, 'first'),
    lastAtMs: integer(row, 'last'),
  }));
}
