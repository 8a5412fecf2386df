import type { DeadLetterReason } from '../journal.ts';
import { plainReason } from '../plain-reason.ts';
import type { Connection } from './connection.ts';
import { integer, text } from './row.ts';

/** How many dead letters there are, by output and plain reason: the most frequent first. */
export function readDeadLetterReasons(connection: Connection): readonly DeadLetterReason[] {
  const found = new Map<string, DeadLetterReason>();
  const rows = connection.iterate(
    `SELECT outputs.name, reason, count(*) AS count, min(at) AS first, max(at) AS last
       FROM dead_letters JOIN outputs ON outputs.id = dead_letters.output GROUP BY outputs.name, reason`,
  );
  for (const row of rows) {
    const [output, reason] = [text(row, 'name'), plainReason(text(row, 'reason'))];
    const key = `${output}\0${reason}`;
    const known = found.get(key);
    found.set(key, {
      output,
      reason,
      count: (known?.count ?? 0) + integer(row, 'count'),
      firstAtMs: Math.min(known?.firstAtMs ?? Infinity, integer(row, 'first')),
      lastAtMs: Math.max(known?.lastAtMs ?? 0, integer(row, 'last')),
    });
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count || (a.output < b.output ? -1 : 1));
}

/** For `json_each`: the reasons that stand in rows and have this plain one. `null` where none is asked for. */
export function reasonsLike(connection: Connection, plain: string | undefined): string | null {
  if (plain === undefined) return null;
  const reasons = connection.all('SELECT DISTINCT reason FROM dead_letters').map((row) => text(row, 'reason'));
  return JSON.stringify(reasons.filter((reason) => plainReason(reason) === plain));
}
