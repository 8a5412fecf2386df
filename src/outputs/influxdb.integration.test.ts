import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { influxdb } from './influxdb.ts';
import { alertFrom, referenceAlerts, testAlert } from './testing/alerts.ts';
import { connect, deliver, failureOf } from './testing/connect.ts';
import { fetching } from './testing/fetching.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';
import { freePort, hasProgram, isListening, Program, temporaryFolder, until } from './testing/programs.ts';

const isThere = hasProgram('influxd', 'version');
const folder = temporaryFolder();
const password = 'swordfish';
let origin: string;
let server: Program;

const answer = z.object({
  results: z.array(
    z.object({
      series: z
        .array(
          z.object({
            tags: z.record(z.string(), z.string()).optional(),
            columns: z.array(z.string()),
            values: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
          }),
        )
        .default([]),
    }),
  ),
});

async function query(statement: string, epoch = 'ms') {
  const parameters = new URLSearchParams({ db: 'falco', q: statement, epoch, u: 'falco', p: password });
  const response = await fetch(`${origin}/query?${String(parameters)}`, { method: 'POST' });
  return answer.parse(await response.json()).results[0]?.series ?? [];
}

/** The only point of a rule, by column. */
async function point(rule: string): Promise<Record<string, unknown>> {
  const [series, ...others] = await query(`SELECT * FROM events WHERE "rule" = '${rule}'`);
  expect(others).toEqual([]);
  expect(series?.values).toHaveLength(1);
  const entries = series?.columns.map((column, index) => [column, series.values[0]?.[index]] as const) ?? [];
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

const open = (options: object = {}) =>
  connect(influxdb, { hostport: origin, user: 'falco', password, ...options }, { http: fetching });

describe.skipIf(!isThere)('an InfluxDB 1 server', () => {
  beforeAll(async () => {
    const [port, backupPort] = [await freePort(), await freePort()];
    origin = `http://127.0.0.1:${port}`;
    const configuration = [
      'reporting-disabled = true',
      `bind-address = "127.0.0.1:${backupPort}"`,
      `[meta]\ndir = "${folder}/meta"`,
      `[data]\ndir = "${folder}/data"\nwal-dir = "${folder}/wal"`,
      '[monitor]\nstore-enabled = false',
      `[http]\nbind-address = "127.0.0.1:${port}"\nauth-enabled = true`,
    ];
    writeFileSync(path.join(folder, 'influxdb.conf'), configuration.join('\n'));
    server = new Program('influxd', 'run', '-config', path.join(folder, 'influxdb.conf'));
    await until(() => isListening(port), 'influxd');
    await query(`CREATE USER falco WITH PASSWORD '${password}' WITH ALL PRIVILEGES`);
    await query('CREATE DATABASE falco');
  });

  afterAll(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the alerts, with their tags and times', async () => {
    const [first = testAlert, ...others] = Object.values(referenceAlerts);
    const connection = await open();
    await expect(deliver(connection, first, ...others)).resolves.toMatchObject({ status: 204 });
    await deliver(connection, first);
    expect(await point('Test_rule')).toEqual({
      time: 978311400000,
      rule: 'Test_rule',
      priority: 'Debug',
      source: 'internal',
      'proc.name': 'falcosidekick',
      hostname: 'test-host',
      tags: 'example_test',
      value: 'This is a test from falcosidekick',
    });
    expect(await point('Attach/Exec_Pod')).toMatchObject({
      value: 'Attach/Exec to pod (user=änn pod=dind-0)\nsecond line',
    });
    expect(await query('SELECT value FROM events WHERE "rule" = \'Terminal_shell_in_container\'', 'ns')).toHaveLength(
      1,
    );
  });

  it.for([
    ['a comma and an equals sign', 'a,b=c', 'a,b=c'],
    ['quotes', `"a" 'b'`, `"a"_'b'`],
    ['a backslash', String.raw`C:\x\y`, String.raw`C:\x\y`],
    ['a backslash before what is escaped', String.raw`a\,b\=c`, String.raw`a\,b\=c`],
    ['two backslashes', String.raw`a\\b\\,c`, String.raw`a\\b\\,c`],
    ['a backslash at the end', 'C:\\', String.raw`C:\_`],
    ['line ends', 'a\nevents,rule=evil value=1\r\nb', 'a_events,rule=evil_value=1__b'],
    ['control characters', 'a\u0000\u0007\u001bb', 'a___b'],
  ] as const)('has %s in tags and text as they were', async ([, text, tag], { task }) => {
    const rule = `rule ${task.id.replaceAll(/\W/g, '')}`;
    const json = { output: text, rule, priority: 'Error', time: '2026-11-24T16:31:56.000000001Z', hostname: text };
    const fields = { 'fd.name': text, [`key ${text}`]: 'x', rule: 'another', '': 'nothing', empty: '', time: 'noon' };
    await deliver(await open(), alertFrom(JSON.stringify({ ...json, output_fields: fields })));
    const found = await point(rule.replace(' ', '_'));
    expect(found).toMatchObject({ value: text, hostname: tag, 'fd.name': tag, time_: 'noon' });
    expect(found[`key_${tag}`]).toBe('x');
    expect(await query('SELECT value FROM events WHERE "rule" = \'evil\'')).toEqual([]);
  });

  it.for(Object.entries(hostileAlerts).filter(([name]) => !name.includes('time')))(
    'takes %s, with a point for it',
    async ([, alert]) => {
      const before = await count();
      await deliver(await open({ precision: 'us' }), later(alert, await count()));
      expect(await count()).toBe(before + 1);
    },
  );

  it('keeps the others where one is refused, and says so', async () => {
    await query('CREATE DATABASE short');
    await query('CREATE RETENTION POLICY "day" ON "short" DURATION 1d REPLICATION 1 DEFAULT');
    const connection = await open({ database: 'short' });
    const now = alertFrom(
      JSON.stringify({
        output: 'o',
        rule: 'r',
        priority: 'Error',
        time: new Date().toISOString(),
        output_fields: { a: 'b' },
      }),
    );
    const error = await failureOf(deliver(connection, testAlert, now));
    expect(error).toBeInstanceOf(RejectedError);
    expect(error).toMatchObject({ answer: expect.stringContaining('beyond retention policy dropped=1') });
    await expect(deliver(connection, now)).resolves.toMatchObject({ status: 204 });
  });

  it.for([
    ['a database that is not there', { database: 'nowhere' }, /create the database/],
    ['a wrong password', { password: 'sesame' }, /answered 401/],
  ] as const)('refuses %s, for the operator to mend', async ([, wrong, remedy]) => {
    const error = await failureOf(deliver(await open(wrong), testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(String(error)).not.toMatch(/swordfish|sesame/);
  });

  it('refuses text where another program wrote numbers, for the operator to mend', async () => {
    await query('CREATE DATABASE numbers');
    await fetch(`${origin}/write?db=numbers&u=falco&p=${password}`, {
      method: 'POST',
      body: 'events value=1 978311400000000000',
    });
    const error = await failureOf(deliver(await open({ database: 'numbers' }), testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('set another database');
  });
});

async function count(): Promise<number> {
  const [series] = await query('SELECT count(value) FROM events');
  return Number(series?.values[0]?.[1] ?? 0);
}

/** The same alert at another time: two with the same tags and time are one point. */
function later(alert: Alert, ms: number): Alert {
  return changedAlert(alert, { time: new Date(Date.parse('2026-11-25T00:00:00Z') + ms * 1000).toISOString() });
}
