import { existsSync, statSync } from 'node:fs';
import { Connection } from './connection.ts';
import { applicationId, checkVersion, migrate, schemaVersion } from './migrations.ts';
import { readOutputs } from './positions.ts';
import { lastSeq, readProgress } from './progress.ts';
import { DamagedRowError, text } from './row.ts';

const tables = [
  'alerts',
  'payloads',
  'labels',
  'minute_counts',
  'cursors',
  'outcomes',
  'set_aside',
  'dead_letters',
  'damaged',
  'documents',
  'label_totals',
  'dimension_values',
  'rollups',
  'hours',
  'relabelling',
] as const;

/**
 * Looks at a file without writing to it. @throws JournalError for the journal of a later version, and what SQLite or
 * `DamagedRowError` say of a file that is no sound journal.
 */
export function inspect(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const connection = new Connection(file, 'read');
  try {
    const isEmpty = connection.number('SELECT count(*) FROM sqlite_schema') === 0;
    if (isEmpty) return;
    const version = schemaVersion(connection);
    if (connection.number('PRAGMA application_id') !== applicationId) throw new DamagedRowError('application_id');
    checkSame(version, connection);
    checkVersion(version);
  } finally {
    connection.close();
  }
}

/** The version stands twice, so that a flipped bit is not taken for the work of a later Tiercel. */
function checkSame(version: number, connection: Connection): void {
  const columns = connection.all('PRAGMA table_info(progress)').map(({ name }) => name);
  if (!columns.includes('version')) throw new DamagedRowError('progress');
  if (connection.number('SELECT version FROM progress') !== version) throw new DamagedRowError('user_version');
}

/**
 * Opens a journal for writing and touches each table once, in the time that a start may take: damage found now is
 * repaired before anybody relies on the journal, other damage when it is met.
 */
export function openSound(file: string): Connection {
  const connection = new Connection(file, 'write');
  try {
    migrate(connection);
    checkSchema(connection);
    const newest = lastSeq(readProgress(connection));
    if (connection.get('SELECT 1 FROM cursors WHERE seq > ?', newest)) throw new DamagedRowError('cursors.seq');
    readOutputs(connection);
    for (const table of tables) connection.get(`SELECT * FROM ${table} LIMIT 1`);
    connection.get('SELECT max(seq), min(seq) FROM payloads');
    connection.get("SELECT rowid FROM words WHERE words MATCH 'a' LIMIT 1");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The definitions of the tables are text, in which SQLite does not notice a flipped bit. */
function checkSchema(connection: Connection): void {
  const expected = new Connection(':memory:', 'write');
  migrate(expected);
  const isSame = definitions(connection) === definitions(expected);
  expected.close();
  if (!isSame) throw new DamagedRowError('sqlite_schema');
}

function definitions(connection: Connection): string {
  const rows = connection.all('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name');
  return rows.map((row) => `${text(row, 'name')}\n${text(row, 'sql')}`).join('\n');
}
