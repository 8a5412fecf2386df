import { z } from 'zod';
import type { Session } from './define.ts';
import { MisconfiguredError } from './errors.ts';
import { insertAll, insertStatement, type SqlInsert, type SqlStatement } from './sql-insert.ts';
import { quoted, type SqlNames, type TableName } from './sql-table.ts';

/** One connection to a database, whose errors are ours already. */
export interface SqlDatabase {
  readonly names: SqlNames;
  readonly placeholder: (position: number) => string;
  /** Resolves to the rows that it answers, once what it changes is committed. */
  run(statement: SqlStatement, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

/** How a kind of database describes and makes a table of ours. */
export interface SqlSchema {
  /** Asks for the names of the columns there are, each as `name`. */
  columnsOf(table: TableName): SqlStatement;
  create(table: TableName, columns: readonly string[]): readonly string[];
  addColumn(table: TableName, column: string): string;
}

/** Without a schema, the table is the operator's. */
export function sqlSession(database: SqlDatabase, schema?: SqlSchema): Session<SqlInsert> {
  const known = new Set<string>();
  return {
    async send(message, signal) {
      if (schema && message.columns.some((column) => !known.has(column))) {
        await prepareTable(database, schema, message, signal);
        for (const column of message.columns) known.add(column);
      }
      await insertAll(message.rows, async (rows) => {
        const statement = insertStatement({ ...message, rows }, database.names, database.placeholder);
        await database.run(statement, signal);
      });
    },
    close: () => database.close(),
  };
}

const foundColumns = z.array(z.object({ name: z.string() }));

/** Two instances may do this at once; the one that fails tries again, and finds everything there. */
async function prepareTable(
  database: SqlDatabase,
  schema: SqlSchema,
  { table, columns }: SqlInsert,
  signal: AbortSignal,
): Promise<void> {
  const rows = foundColumns.parse(await database.run(schema.columnsOf(table), signal));
  const found = new Set(rows.map(({ name }) => name));
  if (found.size > 0 && !found.has('uuid')) {
    throw new MisconfiguredError(
      `The table ${quoted(table, database.names)} has no column uuid and so is not for alerts: set table to another name`,
    );
  }
  const missing = columns.filter((column) => !found.has(column));
  const statements =
    found.size === 0 ? schema.create(table, columns) : missing.map((column) => schema.addColumn(table, column));
  for (const text of statements) await database.run({ text, values: [] }, signal);
}
