import type { Alert } from '#alert/alert.ts';
import { PartialDeliveryError, RejectedError } from './errors.ts';
import { quoted, type SqlNames, type TableName } from './sql-table.ts';

/** An alert as a row: texts by column. What is not there gets the default of its column. */
export class SqlRow {
  readonly cells: Readonly<Record<string, string | null>>;
  readonly #alert: Alert;

  constructor(alert: Alert, cells: Readonly<Record<string, string | null>>) {
    this.#alert = alert;
    this.cells = cells;
  }

  /** No part of what is shown of a row. */
  get alert(): Alert {
    return this.#alert;
  }
}

export type SqlRows = readonly [SqlRow, ...SqlRow[]];

export interface SqlInsert {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: SqlRows;
  /** What happens to a row that is there already, in SQL. */
  readonly conflict: string;
}

export interface SqlStatement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** All that an alert says goes into `values`, never into the text. */
export function insertStatement(
  { table, columns, rows, conflict }: SqlInsert,
  names: SqlNames,
  placeholder: (position: number) => string,
): SqlStatement {
  const values: (string | null)[] = [];
  const tuples = rows.map(({ cells }) => {
    const row = columns.map((column) => {
      const value = cells[column];
      return value === undefined ? 'DEFAULT' : placeholder(values.push(value));
    });
    return `(${row.join(',')})`;
  });
  const list = columns.map((column) => quoted([column], names)).join(',');
  const text = `INSERT INTO ${quoted(table, names)} (${list}) VALUES ${tuples.join(',')} ${conflict}`.trimEnd();
  return { text, values };
}

/**
 * Inserts all rows at once. Where the database refuses that for what is in them, halves are tried, and halves of those, until
 * the rows are found that it does not take.
 */
export async function insertAll(rows: SqlRows, insert: (rows: SqlRows) => Promise<void>): Promise<void> {
  const failures = await refusedOf(rows, insert);
  const [first] = failures;
  if (first && rows.length === 1) throw first[1];
  if (first) throw new PartialDeliveryError(new Map(failures));
}

async function refusedOf(
  rows: SqlRows,
  insert: (rows: SqlRows) => Promise<void>,
): Promise<readonly (readonly [Alert, Error])[]> {
  try {
    await insert(rows);
    return [];
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const half = rows.length >> 1;
    const [first, ...others] = rows.slice(half);
    const [before, ...more] = rows.slice(0, half);
    if (!first || !before) return [[rows[0].alert, error]];
    return [...(await refusedOf([before, ...more], insert)), ...(await refusedOf([first, ...others], insert))];
  }
}
