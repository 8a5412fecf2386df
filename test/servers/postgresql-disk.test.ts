import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedAlert } from '#alert/alert.ts';
import { MisconfiguredError } from '#outputs/errors.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { hasProgram, temporaryFolder } from '#outputs/testing/programs.ts';
import { postgresql } from '#outputs/postgresql.ts';
import { manyAlerts } from './load.ts';
import { findPostgres, postgresPassword, PostgresServer } from './postgres-server.ts';

const programs = findPostgres();
const disk = temporaryFolder();

/** A disk of some megabytes, where this machine lets us have one; only root can. */
function mountDisk(): boolean {
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status === 0;
  if (!isMounted) console.warn('A disk cannot be mounted: the test of a full one is skipped');
  return isMounted;
}

const isThere = programs !== undefined && hasProgram('openssl', 'version') && mountDisk();

describe.skipIf(!isThere)('PostgreSQL on a full disk', { timeout: 60_000 }, () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.create(programs ?? '');
    chownSync(disk, 65_534, 65_534);
    await server.sql(`CREATE TABLESPACE small LOCATION '${disk}'`);
    await server.sql('CREATE DATABASE falco');
    await server.sql('ALTER DATABASE falco SET default_tablespace = small');
  }, 60_000);

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    execFileSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true });
  });

  it('says so, and takes the same alerts once there is room', async () => {
    const options = { host: '127.0.0.1', port: server.port, user: 'postgres', password: postgresPassword };
    const connection = await connect(postgresql, options);
    // Hardly to be compressed, which PostgreSQL does by itself.
    const alerts = manyAlerts(100).map((alert, index) =>
      changedAlert(alert, {
        output: Array.from({ length: 20_000 }, (_, at) => ((at * 7919 * (index + 3)) % 1_000_003).toString(36)).join(
          '',
        ),
      }),
    );
    const deliverEach = async () => {
      for (const alert of alerts) await deliver(connection, alert);
    };
    const error = await failureOf(deliverEach());
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toContain('free space on the disk of the server');
    execFileSync('mount', ['-o', 'remount,size=32m', disk]);
    await deliverEach();
    expect(await server.sql('SELECT count(*) FROM falco_events', 'falco')).toBe(`${alerts.length}\n`);
    await connection.close();
  });
});
