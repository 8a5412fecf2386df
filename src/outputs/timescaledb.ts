import { z } from 'zod';
import { databasePort, sslMode } from './database-options.ts';
import { defineSessionOutput } from './define.ts';
import { secret } from './options.ts';
import { openPostgres } from './postgresql-session.ts';
import type { SqlInsert } from './sql-insert.ts';
import { sqlSession } from './sql-session.ts';
import { postgresNames, tableName } from './sql-table.ts';
import { columnsOf, timescaleRows } from './timescaledb-row.ts';

/** The table is Falcosidekick's. It has no key, so an alert that had to be sent again may be there twice, unless it is given one. */
export const timescaledb = defineSessionOutput({
  id: 'timescaledb',
  transport: 'socket',
  about: {
    title: 'TimescaleDB',
    category: 'storage',
    website: 'https://www.tigerdata.com/timescaledb',
    summary: 'stores alerts in a hypertable of TimescaleDB, or in any table of PostgreSQL with these columns',
    setup:
      'Create the table, with a column for each of the customfields and templatedfields:\n\n' +
      "```sql\nCREATE TABLE falcosidekick_events (\n  time TIMESTAMPTZ NOT NULL,\n  rule TEXT,\n  priority VARCHAR(20),\n  source VARCHAR(20),\n  output TEXT,\n  tags TEXT,\n  hostname TEXT,\n  uuid UUID\n);\nSELECT create_hypertable('falcosidekick_events', 'time');\nCREATE UNIQUE INDEX ON falcosidekick_events (uuid, time);\n```\n\n" +
      'The column `uuid` and its index are for `uuidcolumn`. Where an alert lacks hostname, tags or a field, the row has the default of that column; a text `null` is stored as NULL.',
    fixes: [
      'Names of columns and of the table are quoted. Upstream puts the names of customfields and templatedfields into the SQL as they are; names that worked there mean the same columns here.',
      'User and password may hold any characters. Upstream makes a URL of them, and stops at a `@`, `/` or `%`.',
      'With `uuidcolumn` an alert that had to be sent twice is there once.',
      'Zero bytes, which PostgreSQL does not take, are stored as U+FFFD. Upstream loses such alerts.',
      'Many alerts go in one statement. If a row is refused, only that alert goes to the dead letters.',
      'A missing table or column, a wrong password or a full disk is reported with the remedy, and alerts wait until it is mended.',
    ],
  },
  options: z.strictObject({
    host: z.string().min(1).describe('The host of the server.'),
    port: databasePort(5432),
    user: z.string().min(1).default('postgres').describe('The user.'),
    password: secret('The password.').prefault('postgres'),
    database: z.string().min(1).default('falcosidekick').describe('The database.'),
    hypertablename: tableName(
      'The table, with its schema before it if it is not on the search path.',
      'falcosidekick_events',
      postgresNames,
    ),
    uuidcolumn: z
      .string()
      .default('')
      .describe('The column for the uuid of an alert, with a unique index over it and `time`; empty stores none.'),
    sslmode: sslMode(),
  }),
  examples: {
    minimal: { host: 'timescaledb' },
    'another table, with uuids': {
      host: 'db.example.com',
      port: 6432,
      user: 'falco',
      password: 'swordfish',
      database: 'metrics',
      hypertablename: 'falco.alerts',
      uuidcolumn: 'uuid',
      sslmode: 'require',
    },
  },
  batch: { maxAlerts: 250, maxBytes: 4_000_000 },
  message(alerts, { hypertablename: table, uuidcolumn }, installation): SqlInsert {
    const rows = timescaleRows(alerts, uuidcolumn, installation);
    return { table, columns: columnsOf(rows), rows, conflict: uuidcolumn === '' ? '' : 'ON CONFLICT DO NOTHING' };
  },
  open: async (options, context) => sqlSession(await openPostgres(options, context)),
});
