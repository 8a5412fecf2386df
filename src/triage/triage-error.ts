/** Why something was not done to a group or a view. */
export type TriageErrorKind =
  /** It is not there, or not any more. */
  | 'missing'
  /** Something else happened meanwhile. */
  | 'conflict'
  /** It is somebody else's. */
  | 'forbidden';

export class TriageError extends Error {
  override readonly name = 'TriageError';
  readonly kind: TriageErrorKind;

  constructor(kind: TriageErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
