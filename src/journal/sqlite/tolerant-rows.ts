import type { Connection } from './connection.ts';
import { isFromDatabase } from './failure.ts';
import { DamagedRowError, integer, type Row } from './row.ts';

/** Beyond this many damaged places the rest of a table is given up. */
const maxFailures = 10_000;

/** The key that orders each table. `cursors` and `outputs` are small; the names of outputs stand in an index as well. */
const keys = {
  payloads: 'seq',
  alerts: 'seq',
  outputs: undefined,
  cursors: undefined,
  outcomes: 'id',
  set_aside: 'id',
  dead_letters: 'id',
  documents: 'id',
} as const;

/**
 * Every row of a table that can be read, around those that cannot. After a damaged place the scan jumps ahead in growing
 * leaps; where it lands, it also looks back to the damage, so that only rows on damaged pages are missed.
 */
export function* tolerantRows(connection: Connection, table: keyof typeof keys): Generator<Row> {
  const key = keys[table];
  if (key === undefined) {
    yield* readable(() => fresh(connection, `SELECT * FROM ${table}`));
    if (table === 'outputs') yield* readable(() => fresh(connection, 'SELECT id, name FROM outputs ORDER BY name'));
    return;
  }
  const forward = `SELECT * FROM ${table} WHERE ${key} > ? ORDER BY ${key}`;
  const backward = `SELECT * FROM ${table} WHERE ${key} > ? AND ${key} <= ? ORDER BY ${key} DESC`;
  let after = 0;
  let leap = 1;
  for (let failures = 0; failures < maxFailures && Number.isSafeInteger(after); failures++) {
    const start = after;
    const isWhole = yield* readable(
      () => fresh(connection, forward, start),
      (row) => {
        const next = integer(row, key);
        if (next <= after) throw new DamagedRowError(key);
        after = next;
      },
    );
    if (isWhole) return;
    const failedAfter = after;
    leap = after > start ? 1 : leap * 2;
    after += leap;
    yield* readable(() => fresh(connection, backward, failedAfter, after));
  }
}

/** A statement that failed fails once more when it is used again, wherever it begins then. */
function fresh(connection: Connection, sql: string, ...values: number[]): Iterable<Row> {
  return connection.database.prepare(sql).iterate(...values);
}

/** The rows up to the first that cannot be read, or that `check` throws at; returns whether that was all. */
function* readable(rows: () => Iterable<Row>, check: (row: Row) => void = () => {}): Generator<Row, boolean> {
  const iterator = attempt(() => rows()[Symbol.iterator]());
  for (;;) {
    const next = attempt(() => {
      const result = iterator?.next();
      if (result?.done === false) check(result.value);
      return result;
    });
    if (!next) return false;
    if (next.done === true) return true;
    yield next.value;
  }
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!isFromDatabase(error)) throw error;
    return undefined;
  }
}
