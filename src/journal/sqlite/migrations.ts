import { JournalError } from '../journal-error.ts';
import type { Connection } from './connection.ts';
import { documentsTable, indexBlocks, rollups, schema } from './schema.ts';

/** Written into the file's header, so that a journal is told from any other SQLite database. "Trcl" in ASCII. */
export const applicationId = 0x5472636c;

/** Step n brings a journal of version n to version n + 1. Steps are only ever added. */
export const migrations: readonly string[] = [schema, indexBlocks, documentsTable, rollups];

/**
 * Brings the tables to the newest version, all or nothing. The version stands in the header and in `progress`.
 * @throws JournalError when a later version of Tiercel wrote them, before anything is touched.
 */
export function migrate(connection: Connection, steps: readonly string[] = migrations): void {
  const version = schemaVersion(connection);
  checkVersion(version, steps.length);
  if (version === steps.length) return;
  connection.flushedTransaction(() => {
    for (const step of steps.slice(version)) connection.database.exec(step);
    connection.run('UPDATE progress SET version = ?', steps.length);
    connection.database.exec(`PRAGMA user_version = ${steps.length}; PRAGMA application_id = ${applicationId}`);
  });
}

export function checkVersion(version: number, newest: number = migrations.length): void {
  if (version <= newest) return;
  throw new JournalError(
    'newer',
    `The journal has version ${version}, and this Tiercel reads up to version ${newest}. ` +
      'It was left untouched: start the later Tiercel that wrote it, or give this one an empty folder',
  );
}

export function schemaVersion(connection: Connection): number {
  return connection.number('PRAGMA user_version');
}
