/** Why the journal could not do what was asked. */
export type JournalErrorKind =
  /** Closed, or closing. */
  | 'closed'
  /** Another process uses the same folder. */
  | 'locked'
  /** A later version of Tiercel wrote the journal. */
  | 'newer'
  /** More waits to be written than may wait. */
  | 'overloaded'
  /** The call contradicts what the journal holds. */
  | 'invalid'
  /** The storage failed: disk full, an I/O error, no access. */
  | 'storage';

/** A call that the journal did not carry out. The message names the thing and, where there is one, the remedy. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly kind: JournalErrorKind;

  constructor(kind: JournalErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}
