import { errorFrom } from './publish-all.ts';

/**
 * The end of a session with a broker, which may come at any moment, by whatever the client library reports in whatever
 * way: what is under way fails with its reason, and so does all that follows.
 */
export class SessionEnd {
  readonly #destroy: () => void;
  readonly #lost: (reason: Error) => void;
  readonly #waiting = new Set<(reason: Error) => void>();
  #reason: Error | undefined;

  /** `destroy` ends the connection without waiting for anything; `lost` is the delivery layer's. */
  constructor(destroy: () => void, lost: (reason: Error) => void) {
    this.#destroy = destroy;
    this.#lost = lost;
  }

  get hasCome(): boolean {
    return this.#reason !== undefined;
  }

  /** Only the first reason counts. */
  come(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#lost(reason);
    this.#destroy();
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }

  /** Does work over the connection. Whoever has no more time for it ends the session, since nothing else stops a client. */
  async before<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    if (this.#reason) throw this.#reason;
    const ended = Promise.withResolvers<never>();
    const abort = () => this.come(errorFrom(signal.reason));
    this.#waiting.add(ended.reject);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([ended.promise, work()]);
    } finally {
      this.#waiting.delete(ended.reject);
      signal.removeEventListener('abort', abort);
    }
  }
}
