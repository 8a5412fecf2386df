import { expect, it } from 'vitest';
import { Connection } from './connection.ts';
import { applicationId, migrate, migrations, schemaVersion } from './migrations.ts';

const schemaOf = (connection: Connection) => connection.all('SELECT name, sql FROM sqlite_schema ORDER BY name');

it('makes the tables of an empty journal', () => {
  const connection = new Connection(':memory:', 'write');
  migrate(connection);
  expect(schemaVersion(connection)).toBe(migrations.length);
  expect(connection.number('PRAGMA application_id')).toBe(applicationId);
  expect(connection.number('SELECT version FROM progress')).toBe(migrations.length);
  const before = schemaOf(connection);
  migrate(connection);
  expect(schemaOf(connection)).toEqual(before);
});

it('brings an older journal to the newest version, with what is in it', () => {
  const connection = new Connection(':memory:', 'write');
  connection.database.exec(`
    CREATE TABLE progress (version INTEGER); INSERT INTO progress VALUES (0);
    CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('kept');`);
  migrate(connection, [
    'ALTER TABLE notes RENAME COLUMN text TO body',
    "UPDATE notes SET body = body || ' and changed'",
  ]);
  expect(connection.get('SELECT body FROM notes')).toMatchObject({ body: 'kept and changed' });
  expect(schemaVersion(connection)).toBe(2);
});

it('changes nothing when a step fails', () => {
  const connection = new Connection(':memory:', 'write');
  connection.database.exec('CREATE TABLE progress (version INTEGER); INSERT INTO progress VALUES (0)');
  const before = schemaOf(connection);
  expect(() => migrate(connection, ['CREATE TABLE a (b)', 'CREATE TABLE a (b)'])).toThrow('already exists');
  expect(schemaOf(connection)).toEqual(before);
  expect(schemaVersion(connection)).toBe(0);
});

it('refuses a later version', () => {
  const connection = new Connection(':memory:', 'write');
  connection.database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
  expect(() => migrate(connection)).toThrow(
    `has version ${migrations.length + 1}, and this Tiercel reads up to version ${migrations.length}`,
  );
});
