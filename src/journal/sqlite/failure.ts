import { JournalError, type JournalErrorKind } from '../journal-error.ts';
import { describeFailure, type Failure } from './messages.ts';

/** An error in one of the journal's threads, by what can be done about it. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly remedy: Remedy;

  constructor(message: string, remedy: Remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/** `retry`: the disk is full or failing. `repair`: the file is damaged. `none`: the same call would fail again. */
export type Remedy = 'retry' | 'repair' | 'none';

/** Result codes of SQLite, see https://www.sqlite.org/rescode.html. */
const corrupt = 11;
const notADatabase = 26;
const retryable: ReadonlySet<number> = new Set([
  4, // ABORT
  5, // BUSY
  6, // LOCKED
  7, // NOMEM
  8, // READONLY
  9, // INTERRUPT
  10, // IOERR
  13, // FULL
  14, // CANTOPEN
  15, // PROTOCOL
  22, // NOLFS
]);

export function errorOf({ message, code, kind }: Failure): Error {
  const known = journalErrorKinds.find((each) => each === kind);
  if (known) return new JournalError(known, message);
  return new StorageError(message, remedyFor(code));
}

/** What can be done about an error that a thread reported. */
export function remedyOf(error: unknown): Remedy {
  if (error instanceof StorageError) return error.remedy;
  return error instanceof JournalError && error.kind === 'storage' ? 'retry' : 'none';
}

/** Whether an error says that the file itself is damaged. */
export function isDamage(error: unknown): boolean {
  return remedyFor(describeFailure(error).code) === 'repair';
}

/** Whether SQLite refused a row for what it contains. */
export function isRefusal(error: unknown): boolean {
  const { code } = describeFailure(error);
  return code !== undefined && remedyFor(code) === 'none';
}

/** Whether SQLite reported the error at all. */
export function isFromDatabase(error: unknown): boolean {
  return describeFailure(error).code !== undefined;
}

function remedyFor(code: number | undefined): Remedy {
  if (code === undefined) return 'none';
  const primary = code & 0xff;
  if (primary === corrupt || primary === notADatabase) return 'repair';
  return retryable.has(primary) ? 'retry' : 'none';
}

const journalErrorKinds: readonly JournalErrorKind[] = [
  'closed',
  'locked',
  'newer',
  'overloaded',
  'invalid',
  'storage',
];
