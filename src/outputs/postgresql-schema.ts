import type { RowStyle } from './alert-row.ts';
import type { SqlSchema } from './sql-session.ts';
import { postgresNames, quoted } from './sql-table.ts';
import { storedTime } from './stored-text.ts';

/** Columns of enrichment are texts. `json` keeps what was stored as it was, `jsonb` is for searching. */
const types: Readonly<Record<string, string>> = {
  uuid: 'uuid',
  received: 'timestamptz NOT NULL DEFAULT now()',
  time: 'timestamptz',
  tags: 'text[]',
  output_fields: 'jsonb',
  raw: 'json',
};

export const postgresSchema: SqlSchema = {
  columnsOf: (table) => ({
    text: 'SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
    values: [quoted(table, postgresNames)],
  }),
  create(table, columns) {
    const list = ['received', ...columns].map(definition).join(', ');
    const index = quoted([`${table.at(-1)}_time`], postgresNames);
    const name = quoted(table, postgresNames);
    return [
      `CREATE TABLE IF NOT EXISTS ${name} (${list}, PRIMARY KEY ("uuid"))`,
      `CREATE INDEX IF NOT EXISTS ${index} ON ${name} ("time")`,
    ];
  },
  addColumn: (table, column) =>
    `ALTER TABLE ${quoted(table, postgresNames)} ADD COLUMN IF NOT EXISTS ${definition(column)}`,
};

function definition(column: string): string {
  return `${quoted([column], postgresNames)} ${types[column] ?? 'text'}`;
}

/** The year 0 is none for PostgreSQL. */
export const postgresRowStyle: RowStyle = { time: postgresTime, tags: arrayText };

export function postgresTime(time: string): string {
  return `${storedTime(time, 1)}+00`;
}

/** A list as PostgreSQL writes it. */
function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}
