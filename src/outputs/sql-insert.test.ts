import { describe, expect, it } from 'vitest';
import { DeliveryError, PartialDeliveryError, RejectedError } from './errors.ts';
import { insertAll, insertStatement, SqlRow } from './sql-insert.ts';
import { mysqlNames, postgresNames, quoted, tableName } from './sql-table.ts';
import { alertsByPriority, testAlert } from './testing/alerts.ts';

describe('the name of a table', () => {
  it.for([
    ['falco_events', '"falco_events"'],
    ['Audit.Falco', '"audit"."falco"'],
    ['audit."Fal""co.x"', '"audit"."Fal""co.x"'],
    ['a; DROP TABLE b', '"a; drop table b"'],
  ] as const)('%s is read as PostgreSQL does', ([text, sql]) => {
    expect(quoted(tableName('The table.', 'falco', postgresNames).parse(text), postgresNames)).toBe(sql);
  });

  it.for(['', '.', 'a.', '.a', 'a..b', 'a.b.c', '"a', '""', 'a"b"'])('is not %s', (text) => {
    expect(tableName('The table.', 'falco', postgresNames).safeParse(text).success).toBe(false);
  });

  it('keeps its case in MySQL, and is quoted its way', () => {
    expect(quoted(tableName('The table.', 'falco', mysqlNames).parse('Audit.`a``b`'), mysqlNames)).toBe(
      '`Audit`.`a``b`',
    );
  });
});

describe('an insert', () => {
  const row = new SqlRow(testAlert, { a: 'x', 'b"': null });

  it('has names in the text and values beside it', () => {
    const rows = [row, new SqlRow(testAlert, { a: 'y' })] as const;
    const insert = { table: ['t'], columns: ['a', 'b"'], rows, conflict: 'ON CONFLICT DO NOTHING' } as const;
    expect(insertStatement(insert, postgresNames, (position) => `$${position}`)).toEqual({
      text: 'INSERT INTO "t" ("a","b""") VALUES ($1,$2),($3,DEFAULT) ON CONFLICT DO NOTHING',
      values: ['x', null, 'y'],
    });
  });

  it('finds the rows that are refused, and stops at any other failure', async () => {
    const [first = testAlert, ...others] = alertsByPriority;
    const rows = [new SqlRow(first, {}), ...others.map((alert) => new SqlRow(alert, {}))] as const;
    const refusing = insertAll(rows, async (some) => {
      if (some.some(({ alert }) => /Alert|Debug/.test(alert.priority))) throw new RejectedError('no');
    });
    await expect(refusing).rejects.toSatisfy(
      (error) =>
        error instanceof PartialDeliveryError &&
        [...error.failures.keys()].map(({ priority }) => priority).join() === 'Alert,Debug',
    );
    const failing = insertAll(rows, async () => Promise.reject(new DeliveryError('gone')));
    await expect(failing).rejects.toThrow('gone');
  });
});
