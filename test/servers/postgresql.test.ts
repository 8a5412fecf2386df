import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError, PartialDeliveryError } from '#outputs/errors.ts';
import { alertFrom, referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { hasProgram, until } from '#outputs/testing/programs.ts';
import { postgresql } from '#outputs/postgresql.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { delivered, manyAlerts, numberedUuid, withFields } from './load.ts';
import { findPostgres, postgresPassword, PostgresServer } from './postgres-server.ts';

const programs = findPostgres();
const isThere = programs !== undefined && hasProgram('openssl', 'version');
const alerts = Object.values(allAlerts);
const hostname = 'Attack"; DROP TABLE falco_events; --';

describe.skipIf(!isThere)('PostgreSQL', { timeout: 60_000 }, () => {
  let server: PostgresServer;
  let options: { host: string; port: number; password: string };

  beforeAll(async () => {
    server = await PostgresServer.create(programs ?? '');
    await server.sql(`CREATE ROLE falco LOGIN PASSWORD '${postgresPassword}'`);
    await server.sql('CREATE DATABASE falco OWNER falco');
    options = { host: '127.0.0.1', port: server.port, password: postgresPassword };
  }, 60_000);

  afterAll(async () => server[Symbol.asyncDispose]());

  const sql = async (text: string) => (await server.sql(text, 'falco')).trimEnd();

  it('has every alert, byte for byte, once, however often it was sent', async () => {
    expect(await deliverAll(postgresql, options, alerts)).toEqual({ delivered: alerts.length, dead: new Map() });
    await deliverAll(postgresql, options, alerts);
    expect(await sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tiercel'")).toBe('0');
    const stored = await sql('SELECT raw FROM falco_events ORDER BY uuid');
    expect(stored.split('\n')).toEqual(alerts.map(({ json }) => json));
  });

  it('has what an alert says in columns', async () => {
    const { 'shell in a container': shell = testAlert } = referenceAlerts;
    const alert = changedAlert(shell, { uuid: numberedUuid(1), hostname, tags: ['a"b\\', '{c}', ''] });
    const connection = await connect(postgresql, { ...options, table: 'columns', fieldcolumns: true });
    await deliver(connection, alert);
    await connection.close();
    const columns = `rule, priority, hostname, tags[1], tags[2], output_fields->>'evt.time', cluster, owner, output = $$${alert.output}$$`;
    expect(await sql(`SELECT time AT TIME ZONE 'UTC', ${columns} FROM columns`)).toBe(
      `2026-11-24 16:31:56.746609|Terminal shell in container|Notice|${hostname}|a"b\\|{c}|1795537916746609046|"production"|payments|t`,
    );
  });

  it('gets columns that it did not have, under names that are only names', async () => {
    await sql('CREATE TABLE "Old ""table" (uuid uuid PRIMARY KEY, raw json); GRANT ALL ON "Old ""table" TO falco');
    await sql('ALTER TABLE "Old ""table" OWNER TO falco');
    const evil = 'x" text); DROP TABLE falco_events; --';
    const output = withFields(postgresql, evil, 'Rule', 'rule');
    const connection = await connect(output, { ...options, table: '"Old ""table"', fieldcolumns: true });
    await deliver(
      connection,
      alertFrom(JSON.stringify({ ...JSON.parse(testAlert.json), output_fields: { [evil]: 'v' } })),
    );
    await connection.close();
    expect(await sql(`SELECT "${evil.replace('"', '""')}" FROM "Old ""table"`)).toBe('v');
    expect(await sql('SELECT count(*) FROM falco_events')).toBe(String(alerts.length));
  });

  it('loses nothing when it is killed, and has no alert twice', async () => {
    const many = manyAlerts(10_000);
    const running = deliverAll(postgresql, { ...options, table: 'killed' }, many);
    const count = async () => Number(await sql('SELECT count(*) FROM killed').catch(() => '0'));
    await until(async () => (await count()) > 1000, 'the first alerts');
    await server.kill();
    await server.start();
    expect(await running).toEqual({ delivered: many.length, dead: new Map() });
    const stored = await sql('SELECT count(*), count(DISTINCT output), min(ctid) IS NOT NULL FROM killed');
    expect(stored).toBe(`${many.length}|${many.length}|t`);
    const order =
      'SELECT bool_and(before IS NULL OR before < uuid) FROM (SELECT uuid, lag(uuid) OVER (ORDER BY ctid) AS before FROM killed) AS rows';
    expect(await sql(order)).toBe('t');
  });

  it.for([
    ['a wrong password', { password: 'sesame-wrong' }, /check user and password/],
    ['no password', { password: undefined }, /check password/],
    ['a user that is not there', { user: 'nobody' }, /check user and password/],
    ['a database that is not there', { database: 'nowhere' }, /create the database/],
    ['a schema that is not there', { table: 'nowhere.falco_events' }, /create the table/],
    ['a table that is not there', { table: 'nowhere', createtable: false }, /create the table/],
    ['a table without a column', { table: 'thin', createtable: false }, /add the column/],
    ['a table of something else', { table: 'other' }, /set table to another name/],
    ['a table of somebody else', { table: 'theirs' }, /grant the user/],
    ['a certificate that is not trusted', { sslmode: 'require' }, /its certificate is not trusted/],
  ] as const)('says what to do about %s', async ([, wrong, remedy]) => {
    await sql('CREATE TABLE IF NOT EXISTS thin (uuid uuid); GRANT ALL ON thin TO falco');
    await sql('CREATE TABLE IF NOT EXISTS other (id int); CREATE TABLE IF NOT EXISTS theirs (LIKE falco_events)');
    const error = await failureOf(delivered(postgresql, { ...options, ...wrong }, testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/swordfish|sesame/);
  });

  it('is reached with TLS, if its certificate is trusted, and without where it offers none', async () => {
    const tls = { ca: readFileSync(server.certfile, 'utf8') };
    const isSecure =
      "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'tiercel'";
    const connection = await connect(postgresql, { ...options, sslmode: 'require' }, { tls });
    expect(await sql(isSecure)).toBe('t');
    await connection.close();
    const preferring = await connect(postgresql, options, { tls: { rejectUnauthorized: true } });
    expect(await sql(isSecure)).toBe('t');
    await preferring.close();
    const plain = await connect(postgresql, { ...options, sslmode: 'disable' });
    expect(await sql(isSecure)).toBe('f');
    await plain.close();
    await sql('ALTER SYSTEM SET ssl = off');
    await sql('SELECT pg_reload_conf()');
    await until(async () => (await sql('SHOW ssl')) === 'off', 'the end of TLS');
    await delivered(postgresql, options, testAlert);
    const without = await failureOf(delivered(postgresql, { ...options, sslmode: 'require' }, testAlert));
    expect(String(without)).toContain('set ssl = on');
    await sql('ALTER SYSTEM RESET ssl');
    await sql('SELECT pg_reload_conf()');
  });

  it('takes the rest of a batch of which it refuses a row', async () => {
    await sql("CREATE TABLE strict (LIKE falco_events INCLUDING ALL, CHECK (output <> 'alert number 7'))");
    await sql('GRANT ALL ON strict TO falco');
    const [first = testAlert, ...others] = manyAlerts(20);
    const connection = await connect(postgresql, { ...options, table: 'strict' });
    const error = await failureOf(deliver(connection, first, ...others));
    expect(error).toBeInstanceOf(PartialDeliveryError);
    expect(
      error instanceof PartialDeliveryError && [...error.failures].map(([{ output }, why]) => [output, why.name]),
    ).toEqual([['alert number 7', 'RejectedError']]);
    expect(await sql('SELECT count(*) FROM strict')).toBe('19');
    await connection.close();
  });

  it('ends a delivery that nobody waits for any more, and says that it went away', async () => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(postgresql, options, { lost: lost.resolve });
    await deliver(connection, testAlert);
    const lock = sql('BEGIN; LOCK TABLE falco_events; SELECT pg_sleep(2)');
    await until(
      async () => (await server.sql("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'")) !== '0\n',
      'a lock',
    );
    const startedMs = performance.now();
    const error = await failureOf(
      connection.deliver([changedAlert(testAlert, { uuid: numberedUuid(5) })], AbortSignal.timeout(200)),
    );
    expect(error).toHaveProperty('name', 'TimeoutError');
    expect(performance.now() - startedMs).toBeLessThan(1500);
    expect(await lost.promise).toBeInstanceOf(Error);
    await connection.close();
    await lock;
  });
});
