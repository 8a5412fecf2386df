/** Why something cannot be done with accounts. The message says it to people, with the remedy. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly kind: 'invalid' | 'missing' | 'conflict' | 'refused' | 'busy';
  /** How long to wait before the next attempt. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: AccountError['kind'], message: string, retryAfterMs?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
