import type { SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A row whose columns are not of the types the schema gives them: the file is damaged. */
export class DamagedRowError extends Error {
  override readonly name = 'DamagedRowError';
  /** SQLITE_CORRUPT, so that it is treated as what SQLite finds itself. */
  readonly errcode = 11;

  constructor(column: string) {
    super(`Column "${column}" does not hold what the schema says`);
  }
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new DamagedRowError(column);
  return value;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new DamagedRowError(column);
  return value;
}

export function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

export function optionalBytes(row: Row, column: string): Uint8Array | undefined {
  const value = row[column];
  if (value === null) return undefined;
  if (!(value instanceof Uint8Array)) throw new DamagedRowError(column);
  return value;
}
