import type { RowStyle } from './alert-row.ts';
import type { SqlSchema } from './sql-session.ts';
import { mysqlNames, quoted } from './sql-table.ts';
import { storedTime } from './stored-text.ts';

/** Columns of enrichment are texts. MariaDB's `JSON` is a text that is checked; MySQL's is another writing of the same. */
const types: Readonly<Record<string, string>> = {
  uuid: 'char(36) CHARACTER SET ascii NOT NULL',
  received: 'datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)',
  time: 'datetime(6)',
  priority: 'varchar(16)',
  tags: 'json',
  output_fields: 'json',
  raw: 'longtext',
};

export const mysqlSchema: SqlSchema = {
  columnsOf: (table) => ({
    text: 'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?',
    values: [table.at(-2) ?? null, table.at(-1) ?? null],
  }),
  create(table, columns) {
    const list = ['received', ...columns].map(definition).join(', ');
    const keys = 'PRIMARY KEY (`uuid`), KEY `time` (`time`)';
    return [
      `CREATE TABLE IF NOT EXISTS ${quoted(table, mysqlNames)} (${list}, ${keys}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    ];
  },
  addColumn: (table, column) => `ALTER TABLE ${quoted(table, mysqlNames)} ADD COLUMN ${definition(column)}`,
};

/** The earliest year that MySQL vouches for. See https://dev.mysql.com/doc/refman/8.4/en/datetime.html. */
const minYear = 1000;

export const mysqlRowStyle: RowStyle = {
  time: (time) => storedTime(time, minYear),
  tags: (tags) => JSON.stringify(tags),
};

function definition(column: string): string {
  return `${quoted([column], mysqlNames)} ${types[column] ?? 'mediumtext'}`;
}
