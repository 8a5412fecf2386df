import { z } from 'zod';
import { alertColumns, alertRows, extraColumns } from './alert-row.ts';
import { createTable, databasePort, fieldColumns, sslMode } from './database-options.ts';
import { defineSessionOutput } from './define.ts';
import { secret } from './options.ts';
import { postgresRowStyle, postgresSchema } from './postgresql-schema.ts';
import { openPostgres } from './postgresql-session.ts';
import type { SqlInsert } from './sql-insert.ts';
import { sqlSession } from './sql-session.ts';
import { postgresNames, tableName } from './sql-table.ts';

/** One `INSERT` takes many rows, as a whole or not at all; the key is the alert's uuid, so that none is there twice. */
export const postgresql = defineSessionOutput({
  id: 'postgresql',
  transport: 'socket',
  about: {
    title: 'PostgreSQL',
    category: 'storage',
    website: 'https://www.postgresql.org',
    summary: 'stores each alert as a row of a table in PostgreSQL, or in whatever else speaks its protocol',
    setup:
      "Create a database and a user that may create tables in it:\n\n```sql\nCREATE ROLE falco LOGIN PASSWORD '…';\nCREATE DATABASE falco OWNER falco;\n```\n\n" +
      'The table is made with the first alert. With `createtable: false` make it yourself; the user then needs no more than `INSERT`:\n\n' +
      '```sql\nCREATE TABLE falco_events (\n  uuid uuid PRIMARY KEY,\n  received timestamptz NOT NULL DEFAULT now(),\n  time timestamptz,\n  priority text, rule text, source text, hostname text, output text,\n  tags text[],\n  output_fields jsonb,\n  raw json\n);\nCREATE INDEX ON falco_events (time);\n```\n\n' +
      '`raw` is the alert as it came, byte for byte. PostgreSQL takes no zero bytes in texts, and so U+FFFD stands for them in the other columns; in `output_fields` a number that is too large is a text.',
  },
  options: z.strictObject({
    host: z.string().min(1).describe('The host of the server.'),
    port: databasePort(5432),
    user: z.string().min(1).default('falco').describe('The user.'),
    password: secret('The password.').optional(),
    database: z.string().min(1).default('falco').describe('The database.'),
    table: tableName(
      'The table, with its schema before it if it is not on the search path.',
      'falco_events',
      postgresNames,
    ),
    createtable: createTable(),
    fieldcolumns: fieldColumns(),
    sslmode: sslMode(),
  }),
  examples: {
    minimal: { host: 'postgresql' },
    'a schema, TLS, and columns for enrichment': {
      host: 'db.example.com',
      port: 6432,
      user: 'audit',
      password: 'swordfish',
      database: 'security',
      table: 'audit."Falco"',
      fieldcolumns: true,
      sslmode: 'require',
    },
  },
  batch: { maxAlerts: 250, maxBytes: 2_000_000 },
  message(alerts, { table, fieldcolumns }, installation): SqlInsert {
    const extra = fieldcolumns ? extraColumns(installation) : [];
    const rows = alertRows(alerts, extra, postgresRowStyle);
    return { table, columns: [...alertColumns, ...extra], rows, conflict: 'ON CONFLICT DO NOTHING' };
  },
  async open(options, context) {
    return sqlSession(await openPostgres(options, context), options.createtable ? postgresSchema : undefined);
  },
});
