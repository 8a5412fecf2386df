import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { integer, type Row } from './row.ts';

export type Access = 'write' | 'read';

const busyTimeoutMs = 5000;

/**
 * NORMAL waits for the disk at checkpoints only: commits that must not be lost use `flushedTransaction`. Memory-mapped reading stays off: a read error would then kill the process
 * with SIGBUS instead of being reported. Checking cells finds damaged pages before they are misread.
 */
const commonPragmas = `
  PRAGMA temp_store = MEMORY;
  PRAGMA cell_size_check = ON;
  PRAGMA trusted_schema = OFF;
  PRAGMA cache_size = -16000;`;
const writePragmas = `
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 2000;
  PRAGMA journal_size_limit = 33554432;`;

/** Alerts are nobody's but the owner's. SQLite gives its other files the permissions of this one. */
function createPrivately(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}

/** One connection to a database, with its prepared statements. */
export class Connection {
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, access: Access) {
    if (access === 'write' && path !== ':memory:') createPrivately(path);
    this.database = new DatabaseSync(path, {
      readOnly: access === 'read',
      timeout: busyTimeoutMs,
      enableForeignKeyConstraints: false,
    });
    try {
      this.database.exec(access === 'write' ? commonPragmas + writePragmas : commonPragmas);
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.statement(sql).all(...values);
  }

  iterate(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.statement(sql).iterate(...values);
  }

  /** The single integer that a query answers, 0 for none. */
  number(sql: string, ...values: SQLInputValue[]): number {
    const row = this.get(sql, ...values);
    const [column] = row ? Object.keys(row) : [];
    return row && column !== undefined && row[column] !== null ? integer(row, column) : 0;
  }

  /** All or nothing. It survives the process, and a power cut with the next `flushedTransaction`. */
  transaction<Result>(work: () => Result): Result {
    return this.#within('BEGIN IMMEDIATE', work);
  }

  /** All or nothing, and with everything before it on the disk when it returns. */
  flushedTransaction<Result>(work: () => Result): Result {
    this.database.exec('PRAGMA synchronous = FULL');
    try {
      return this.#within('BEGIN IMMEDIATE', work);
    } finally {
      this.database.exec('PRAGMA synchronous = NORMAL');
    }
  }

  /** Every query inside sees the same moment. */
  snapshot<Result>(work: () => Result): Result {
    return this.#within('BEGIN', work);
  }

  /** Brings everything into the database file and to the disk. Returns whether readers let it. */
  flush(): boolean {
    return this.get('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy'] === 0;
  }

  /** Gives the space of the write-ahead log back, unless somebody is reading. */
  truncateLog(): void {
    this.database.exec('PRAGMA busy_timeout = 0');
    try {
      this.flush();
    } finally {
      this.database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    }
  }

  close(): void {
    this.#statements.clear();
    this.database.close();
  }

  #within<Result>(begin: string, work: () => Result): Result {
    this.database.exec(begin);
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.#rollback(error);
      throw error;
    }
  }

  #rollback(cause: unknown): void {
    try {
      this.database.exec('ROLLBACK');
    } catch (error) {
      throw new AggregateError([cause, error], 'The transaction failed and could not be rolled back');
    }
  }
}
