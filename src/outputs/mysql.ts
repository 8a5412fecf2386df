import { z } from 'zod';
import { alertColumns, alertRows, extraColumns } from './alert-row.ts';
import { createTable, databasePort, fieldColumns } from './database-options.ts';
import { defineSessionOutput } from './define.ts';
import { mysqlRowStyle, mysqlSchema } from './mysql-schema.ts';
import { openMysql } from './mysql-session.ts';
import { secret } from './options.ts';
import type { SqlInsert } from './sql-insert.ts';
import { sqlSession } from './sql-session.ts';
import { mysqlNames, tableName } from './sql-table.ts';

/** One `INSERT` takes many rows, as a whole or not at all; the key is the alert's uuid, so that none is there twice. */
export const mysql = defineSessionOutput({
  id: 'mysql',
  transport: 'socket',
  about: {
    title: 'MySQL and MariaDB',
    category: 'storage',
    website: 'https://mariadb.org',
    summary: 'stores each alert as a row of a table in MySQL or MariaDB',
    setup:
      "Create a database and a user that may create tables in it:\n\n```sql\nCREATE DATABASE falco;\nCREATE USER falco IDENTIFIED BY '…';\nGRANT SELECT, INSERT, UPDATE, CREATE, ALTER, INDEX ON falco.* TO falco;\n```\n\n" +
      'The table is made with the first alert. With `createtable: false` make it yourself; the user then needs no more than `SELECT`, `INSERT` and `UPDATE`, the last for alerts that are there already, which stay as they are:\n\n' +
      '```sql\nCREATE TABLE falco_events (\n  uuid char(36) CHARACTER SET ascii PRIMARY KEY,\n  received datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),\n  time datetime(6),\n  priority varchar(16), rule mediumtext, source mediumtext, hostname mediumtext, output mediumtext,\n  tags json,\n  output_fields json,\n  raw longtext,\n  KEY (time)\n) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n```\n\n' +
      'Times are in UTC. `raw` is the alert as it came, byte for byte; in `output_fields` a number that is too large is a text. An alert larger than `max_allowed_packet` of the server goes to the dead letters.',
  },
  options: z.strictObject({
    host: z.string().min(1).describe('The host of the server.'),
    port: databasePort(3306),
    user: z.string().min(1).default('falco').describe('The user.'),
    password: secret('The password.').optional(),
    database: z.string().min(1).default('falco').describe('The database.'),
    table: tableName('The table, with its database before it if it is in another.', 'falco_events', mysqlNames),
    createtable: createTable(),
    fieldcolumns: fieldColumns(),
    tls: z.boolean().default(false).describe('Connects with TLS.'),
  }),
  examples: {
    minimal: { host: 'mariadb' },
    'another database, TLS, and columns for enrichment': {
      host: 'db.example.com',
      port: 3307,
      user: 'audit',
      password: 'swordfish',
      table: 'security.`Falco events`',
      fieldcolumns: true,
      tls: true,
    },
  },
  batch: { maxAlerts: 250, maxBytes: 2_000_000 },
  message(alerts, { table, fieldcolumns }, installation): SqlInsert {
    const extra = fieldcolumns ? extraColumns(installation) : [];
    const rows = alertRows(alerts, extra, mysqlRowStyle);
    return { table, columns: [...alertColumns, ...extra], rows, conflict: 'ON DUPLICATE KEY UPDATE `uuid` = `uuid`' };
  },
  async open(options, context) {
    return sqlSession(await openMysql(options, context), options.createtable ? mysqlSchema : undefined);
  },
});
