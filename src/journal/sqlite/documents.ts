import { crc32 } from 'node:zlib';
import type { DocumentPage } from '../documents.ts';
import type { DocumentRow, DocumentWrite, OperationResult } from './calls.ts';
import type { Connection } from './connection.ts';
import { DamagedRowError, integer, text, type Row } from './row.ts';
import { tolerantRows } from './tolerant-rows.ts';

/** No text comes after this character. */
const last = '\u{10ffff}';
const columns = 'kind, name, version, checksum, content';

/** What there is of a kind, in the order of the names. */
export function readDocuments(connection: Connection, kind: string, page: DocumentPage): readonly DocumentRow[] {
  const { prefix = '', beyond, isBackward = false, limit = -1 } = page;
  const [start, end] = [prefix, prefix + last];
  const rows = isBackward
    ? connection.all(
        `SELECT ${columns} FROM documents WHERE kind = ? AND name >= ? AND name < ? ORDER BY name DESC LIMIT ?`,
        kind,
        start,
        beyond ?? end,
        limit,
      )
    : connection.all(
        `SELECT ${columns} FROM documents WHERE kind = ? AND name >= ? AND name > ? AND name < ? ORDER BY name LIMIT ?`,
        kind,
        start,
        beyond ?? '',
        end,
        limit,
      );
  return rows.map(documentOf);
}

export function readDocument(connection: Connection, kind: string, name: string): DocumentRow | undefined {
  const row = connection.get(`SELECT ${columns} FROM documents WHERE kind = ? AND name = ?`, kind, name);
  return row && documentOf(row);
}

/** Makes all changes, or none where one of them is for another version than there is. */
export function changeDocuments(connection: Connection, changes: readonly DocumentWrite[]): OperationResult {
  const versions = new Map<string, number>();
  const steps: { readonly change: DocumentWrite; readonly version: number }[] = [];
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.name]);
    const present = versions.get(key) ?? versionOf(connection, change);
    if (change.ifVersion !== undefined && change.ifVersion !== present) {
      return { conflict: { kind: change.kind, id: change.name } };
    }
    const version = change.content === undefined ? 0 : present + 1;
    versions.set(key, version);
    steps.push({ change, version });
  }
  for (const { change, version } of steps) write(connection, change, version);
  return { isChanged: true };
}

/** Copies from a damaged journal what can be read and is what was written. Returns how many that were. */
export function saveDocuments(from: Connection, to: Connection): number {
  let saved = 0;
  for (const row of tolerantRows(from, 'documents')) {
    const document = intactDocument(row);
    if (document && versionOf(to, document) < document.version) {
      write(to, document, document.version);
      saved++;
    }
  }
  return saved;
}

function intactDocument(row: Row): DocumentRow | undefined {
  try {
    return documentOf(row);
  } catch (error) {
    if (!(error instanceof DamagedRowError)) throw error;
    return undefined;
  }
}

function versionOf(connection: Connection, { kind, name }: { readonly kind: string; readonly name: string }): number {
  return connection.number('SELECT version FROM documents WHERE kind = ? AND name = ?', kind, name);
}

function write(connection: Connection, { kind, name, content }: DocumentWrite, version: number): void {
  if (content === undefined) {
    connection.run('DELETE FROM documents WHERE kind = ? AND name = ?', kind, name);
    return;
  }
  connection.run(
    `INSERT INTO documents (${columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE
       SET version = excluded.version, checksum = excluded.checksum, content = excluded.content`,
    kind,
    name,
    version,
    checksumOf(kind, name, version, content),
    content,
  );
}

/** @throws DamagedRowError where it is not what was written, as SQLite does not notice a flipped bit inside a text. */
function documentOf(row: Row): DocumentRow {
  const [kind, name, content] = [text(row, 'kind'), text(row, 'name'), text(row, 'content')];
  const version = integer(row, 'version');
  if (integer(row, 'checksum') !== checksumOf(kind, name, version, content)) {
    throw new DamagedRowError('documents.content');
  }
  return { kind, name, version, content };
}

function checksumOf(kind: string, name: string, version: number, content: string): number {
  return crc32(content, crc32(JSON.stringify([kind, name, version])));
}
