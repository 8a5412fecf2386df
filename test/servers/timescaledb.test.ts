import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { RejectedError } from '#outputs/errors.ts';
import { referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { hasProgram, until } from '#outputs/testing/programs.ts';
import { timescaledb } from '#outputs/timescaledb.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { delivered, manyAlerts, numberedUuid, withFields } from './load.ts';
import { findPostgres, postgresPassword, PostgresServer } from './postgres-server.ts';

const programs = findPostgres();
const isThere = programs !== undefined && hasProgram('openssl', 'version');
const alerts = Object.values(allAlerts);

/** The table of Falcosidekick's docs, without what makes it a hypertable: the extension is no package of Debian. */
const columns =
  'time TIMESTAMPTZ NOT NULL, rule TEXT, priority VARCHAR(20), source VARCHAR(20), output TEXT, tags TEXT, hostname TEXT, cluster TEXT, owner TEXT';

describe.skipIf(!isThere)("TimescaleDB's table in PostgreSQL", { timeout: 60_000 }, () => {
  let server: PostgresServer;
  let options: { host: string; port: number; password: string };

  beforeAll(async () => {
    server = await PostgresServer.create(programs ?? '');
    await server.sql('CREATE DATABASE falcosidekick');
    await sql(`CREATE TABLE falcosidekick_events (${columns})`);
    await sql(`CREATE TABLE keyed (${columns}, uuid UUID)`);
    await sql('CREATE UNIQUE INDEX ON keyed (uuid, time)');
    options = { host: '127.0.0.1', port: server.port, password: postgresPassword };
  }, 60_000);

  afterAll(async () => server[Symbol.asyncDispose]());

  const sql = async (text: string) => (await server.sql(text, 'falcosidekick')).trimEnd();

  it('has what Falcosidekick would store', async () => {
    const { 'shell in a container': shell = testAlert, 'dropped system calls': dropped = testAlert } = referenceAlerts;
    await delivered(timescaledb, options, changedAlert(shell, { rule: 'NULL', tags: ['a', 'b'] }));
    await delivered(timescaledb, options, changedAlert(dropped, { source: 'null' }));
    const found = "time AT TIME ZONE 'UTC', rule, priority, source, left(output, 15), tags, hostname, cluster, owner";
    expect((await sql(`SELECT ${found} FROM falcosidekick_events ORDER BY time DESC`)).split('\n')).toEqual([
      '2026-11-24 16:31:56.746609||Notice|syscall|16:31:56.746609|a,b|node-1|production|payments',
      '2023-03-03 03:03:03|Falco internal: syscall event drop|Debug||Falco internal:||host||',
    ]);
    expect(await sql('SELECT count(*) FROM falcosidekick_events WHERE rule IS NULL OR source IS NULL')).toBe('2');
  });

  it('has every alert once, however often it was sent, if it is given a column for uuids', async () => {
    const keyed = { ...options, hypertablename: 'Keyed', uuidcolumn: 'uuid' };
    expect(await deliverAll(timescaledb, keyed, alerts)).toEqual({ delivered: alerts.length, dead: new Map() });
    await deliverAll(timescaledb, keyed, alerts);
    const json = await sql(
      "SELECT json_agg(json_build_array(uuid, output, coalesce(hostname, ''), coalesce(tags, '')) ORDER BY uuid) FROM keyed",
    );
    const stored = (text: string) => text.replaceAll('\0', '\ufffd');
    expect(JSON.parse(json)).toEqual(
      alerts.map(({ uuid, output, hostname, tags }) => [
        uuid,
        stored(output),
        stored(hostname),
        stored(tags.join(',')),
      ]),
    );
  });

  it('loses nothing when it is killed', async () => {
    const many = manyAlerts(10_000);
    await sql(`CREATE TABLE killed (${columns})`);
    const running = deliverAll(timescaledb, { ...options, hypertablename: 'killed' }, many);
    const count = async () => Number(await sql('SELECT count(*) FROM killed').catch(() => '0'));
    await until(async () => (await count()) > 500, 'the first alerts');
    await server.kill();
    await server.start();
    expect(await running).toEqual({ delivered: many.length, dead: new Map() });
    expect(await sql('SELECT count(DISTINCT output) FROM killed')).toBe(String(many.length));
    // Without a key, what was committed and not acknowledged is there twice: at most the one batch that was under way.
    expect(await count()).toBeLessThanOrEqual(many.length + 250);
  });

  it('reads names as upstream does, and nothing in them as SQL', async () => {
    const evil = 'a) VALUES (now()); DROP TABLE keyed; --';
    await sql(`CREATE TABLE named (${columns}, upper TEXT, "${evil}" TEXT)`);
    const alert = changedAlert(testAlert, { outputFields: { Upper: 'u"v"', [evil]: 'w', Source: 'mine' } });
    const output = withFields(timescaledb, 'Upper', evil, 'Source');
    await delivered(output, { ...options, hypertablename: 'public.named' }, alert);
    expect(await sql(`SELECT upper, "${evil}", source FROM named`)).toBe('uv|w|mine');
    expect(await sql('SELECT count(*) FROM keyed')).toBe(String(alerts.length));
  });

  it('refuses what a column has no room for, and only that', async () => {
    const [first = testAlert, second = testAlert, third = testAlert] = manyAlerts(3);
    const wide = changedAlert(second, { uuid: numberedUuid(9), source: 'a source of more than twenty' });
    const connection = await connect(timescaledb, { ...options, hypertablename: 'keyed', uuidcolumn: 'uuid' });
    expect(await failureOf(deliver(connection, first, wide, third))).toMatchObject({
      failures: new Map([[wide, expect.any(RejectedError)]]),
    });
    await connection.close();
  });
});
