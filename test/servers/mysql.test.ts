import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError, PartialDeliveryError, RejectedError } from '#outputs/errors.ts';
import { alertFrom, referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { hasProgram, until } from '#outputs/testing/programs.ts';
import { mysql } from '#outputs/mysql.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { delivered, manyAlerts, numberedUuid, withFields } from './load.ts';
import { findMariadb, MariadbServer } from './mariadb-server.ts';

const programs = findMariadb();
const isThere = programs !== undefined && hasProgram('openssl', 'version');
const alerts = Object.values(allAlerts);
const password = 'swordfish';
const hostname = "Attack'; DROP TABLE falco_events; --\\";

describe.skipIf(!isThere)('MariaDB', { timeout: 60_000 }, () => {
  let server: MariadbServer;
  let options: { host: string; port: number; password: string };

  beforeAll(async () => {
    if (programs) server = await MariadbServer.create(programs);
    await server.sql(`CREATE DATABASE falco; CREATE USER falco IDENTIFIED BY '${password}'`);
    await server.sql('GRANT SELECT, INSERT, UPDATE, CREATE, ALTER, INDEX ON falco.* TO falco');
    options = { host: '127.0.0.1', port: server.port, password };
  }, 60_000);

  afterAll(async () => server[Symbol.asyncDispose]());

  const sql = async (text: string) => (await server.sql(text, 'falco')).trimEnd();

  it('has every alert, byte for byte, once, however often it was sent', async () => {
    expect(await deliverAll(mysql, options, alerts)).toEqual({ delivered: alerts.length, dead: new Map() });
    await deliverAll(mysql, options, alerts);
    expect(await sql("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'falco'")).toBe('0');
    const stored = await sql('SELECT raw FROM falco_events ORDER BY uuid');
    expect(stored.split('\n')).toEqual(alerts.map(({ json }) => json));
  });

  it('has what an alert says in columns', async () => {
    const { 'shell in a container': shell = testAlert } = referenceAlerts;
    const alert = changedAlert(shell, { uuid: numberedUuid(1), hostname, tags: ['a"b\\', "'"] });
    const connection = await connect(mysql, { ...options, table: 'falco.`a ``table`', fieldcolumns: true });
    await deliver(connection, alert);
    await connection.close();
    const columns = 'rule, priority, hostname, tags, JSON_VALUE(output_fields, \'$."evt.time"\'), cluster, owner';
    expect(await sql(`SELECT time, ${columns} FROM \`a \`\`table\``)).toBe(
      [
        '2026-11-24 16:31:56.746609',
        'Terminal shell in container',
        'Notice',
        hostname,
        JSON.stringify(['a"b\\', "'"]),
        '1795537916746609046',
        '"production"',
        'payments',
      ].join('\t'),
    );
    expect(await sql('SELECT ABS(TIMESTAMPDIFF(MINUTE, received, UTC_TIMESTAMP())) < 5 FROM `a ``table`')).toBe('1');
  });

  it('gets columns that it did not have, under names that are only names', async () => {
    const evil = 'x` text); DROP TABLE falco_events; -- ?';
    await sql('CREATE TABLE old (uuid char(36) PRIMARY KEY, raw longtext)');
    const connection = await connect(withFields(mysql, evil, 'Rule', 'rule'), {
      ...options,
      table: 'old',
      fieldcolumns: true,
    });
    await deliver(
      connection,
      alertFrom(JSON.stringify({ ...JSON.parse(testAlert.json), output_fields: { [evil]: 'v' } })),
    );
    await connection.close();
    expect(await sql(`SELECT \`${evil.replace('`', '``')}\` FROM old`)).toBe('v');
    expect(await sql('SELECT COUNT(*) FROM falco_events')).toBe(String(alerts.length));
  });

  it('loses nothing when it is killed, and has no alert twice', async () => {
    const many = manyAlerts(10_000);
    const running = deliverAll(mysql, { ...options, table: 'killed' }, many);
    const count = async () => Number(await sql('SELECT COUNT(*) FROM killed').catch(() => '0'));
    await until(async () => (await count()) > 500, 'the first alerts');
    await server.kill();
    await server.start();
    expect(await running).toEqual({ delivered: many.length, dead: new Map() });
    expect(await sql('SELECT COUNT(*), COUNT(DISTINCT output) FROM killed')).toBe(`${many.length}\t${many.length}`);
    const order =
      'SELECT MIN(ordered) FROM (SELECT received >= LAG(received) OVER (ORDER BY uuid) AS ordered FROM killed) AS rows_';
    expect(await sql(order)).toBe('1');
  });

  it.for([
    ['a wrong password', { password: 'sesame-wrong' }, /check user and password/],
    ['no password', { password: undefined }, /check user and password/],
    ['a user that is not there', { user: 'nobody' }, /check user and password/],
    ['a database that is not there', { database: 'nowhere' }, /grant the user|create the database/],
    ['a table that is not there', { table: 'nowhere', createtable: false }, /create the table/],
    ['a table without a column', { table: 'thin', createtable: false }, /add the column/],
    ['a table of something else', { table: 'other' }, /set table to another name/],
    ['a table in a database of somebody else', { table: 'theirs.falco_events' }, /grant the user/],
    ['a certificate that is not trusted', { tls: true }, /its certificate is not trusted/],
  ] as const)('says what to do about %s', async ([, wrong, remedy]) => {
    await sql('CREATE DATABASE IF NOT EXISTS theirs; CREATE TABLE IF NOT EXISTS theirs.falco_events (uuid char(36))');
    await sql('CREATE TABLE IF NOT EXISTS thin (uuid char(36)); CREATE TABLE IF NOT EXISTS other (id int)');
    const error = await failureOf(delivered(mysql, { ...options, ...wrong }, testAlert));
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/swordfish|sesame/);
  });

  it('is reached with TLS, if its certificate is trusted and for this host', async () => {
    await sql('CREATE USER secure REQUIRE SSL; GRANT ALL ON falco.* TO secure');
    const tls = { ca: readFileSync(server.certfile, 'utf8') };
    const secure = { ...options, user: 'secure', password: undefined };
    await delivered(mysql, { ...secure, tls: true }, testAlert, { tls });
    await delivered(mysql, { ...secure, host: 'localhost' }, testAlert, { tls, mutualtls: true });
    expect(String(await failureOf(delivered(mysql, secure, testAlert)))).toMatch(/check user and password/);
    const lookup: LookupFunction = (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
    const other = { ...secure, tls: true, host: 'other.example.com' };
    expect(String(await failureOf(delivered(mysql, other, testAlert, { tls, lookup })))).toContain('ALTNAME_INVALID');
  });

  it('refuses what is larger than it takes, and only that', async () => {
    const [first = testAlert, second = testAlert, third = testAlert] = manyAlerts(3);
    const large = changedAlert(second, { output: 'x'.repeat(9_000_000) });
    const connection = await connect(mysql, { ...options, table: 'large' });
    const error = await failureOf(deliver(connection, first, large, third));
    expect(error instanceof PartialDeliveryError && [...error.failures]).toEqual([[large, expect.any(RejectedError)]]);
    expect(inspect(error)).toContain('raise max_allowed_packet');
    expect(await sql('SELECT COUNT(*) FROM large')).toBe('2');
    await connection.close();
  });

  it('takes the rest of a batch of which it refuses a row', async () => {
    await sql("CREATE TABLE strict LIKE falco_events; ALTER TABLE strict ADD CHECK (output <> 'alert number 7')");
    const [first = testAlert, ...others] = manyAlerts(20);
    const connection = await connect(mysql, { ...options, table: 'strict' });
    const error = await failureOf(deliver(connection, first, ...others));
    expect(error instanceof PartialDeliveryError && [...error.failures.keys()].map(({ output }) => output)).toEqual([
      'alert number 7',
    ]);
    expect(await sql('SELECT COUNT(*) FROM strict')).toBe('19');
    await connection.close();
  });

  it('ends a delivery that nobody waits for any more, and says that it went away', async () => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(mysql, options, { lost: lost.resolve });
    await deliver(connection, testAlert);
    const lock = sql('LOCK TABLES falco_events WRITE; DO SLEEP(2)');
    await until(
      async () =>
        (await sql("SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'DO SLEEP%'")) !== '0',
      'a lock',
    );
    const startedMs = performance.now();
    const late = changedAlert(testAlert, { uuid: numberedUuid(5) });
    expect(await failureOf(connection.deliver([late], AbortSignal.timeout(200)))).toHaveProperty(
      'name',
      'TimeoutError',
    );
    expect(performance.now() - startedMs).toBeLessThan(1500);
    expect(await lost.promise).toBeInstanceOf(Error);
    await connection.close();
    await lock;
  });
});
