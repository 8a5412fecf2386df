import type { Clock } from '#kit/clock.ts';
import { JournalError } from './journal-error.ts';
import type { JournalLog } from './journal-log.ts';
import { remedyOf } from './sqlite/failure.ts';

export interface PersistenceParts {
  readonly clock: Clock;
  readonly log: JournalLog;
  /** For the log: `The journal's database`. */
  readonly what: string;
  /** How long closing keeps trying while the storage fails. */
  readonly closeWithinMs: number;
}

/** Between attempts while the storage fails: doubled from the first to the last. */
const firstPauseMs = 20;
const maxPauseMs = 500;

/** Tries again what the storage refuses, until it takes it. */
export class Persistence {
  readonly #parts: PersistenceParts;
  readonly #closing = new AbortController();
  #closeBy = Infinity;
  #trouble: { readonly message: string; readonly sinceMs: number } | undefined;

  constructor(parts: PersistenceParts) {
    this.#parts = parts;
  }

  /** The last failure, while it lasts. */
  get trouble(): string | undefined {
    return this.#trouble?.message;
  }

  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** From now on attempts go on for a limited time. */
  close(): void {
    if (this.isClosing) return;
    this.#closeBy = this.#parts.clock.monotonic() + this.#parts.closeWithinMs;
    this.#closing.abort();
  }

  /**
   * Resolves when an attempt succeeded. `prepare` comes before the next one.
   * @throws the error that no further attempt can mend, or the last one when closing takes too long
   */
  async until<Result>(
    attempt: () => Promise<Result>,
    prepare: (error: unknown) => Promise<void> = async () => {},
  ): Promise<Result> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
      try {
        const result = await attempt();
        this.#recovered();
        return result;
      } catch (error) {
        if (remedyOf(error) === 'none') throw error;
        this.#note(error);
        await prepare(error);
        if (this.#parts.clock.monotonic() >= this.#closeBy) throw error;
        await this.#pause(pauseMs);
      }
    }
  }

  /** What is told to whoever waited for something that was not written. */
  static giveUp(cause: unknown): JournalError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new JournalError('storage', `The journal could not be written: ${reason}`, cause);
  }

  #note(error: unknown): void {
    const { clock, log, what } = this.#parts;
    const message = error instanceof Error ? error.message : String(error);
    if (this.#trouble?.message !== message) {
      log.error({ reason: message }, `${what} cannot be written; what arrives waits`);
    }
    this.#trouble = { message, sinceMs: this.#trouble?.sinceMs ?? clock.monotonic() };
  }

  #recovered(): void {
    if (!this.#trouble) return;
    const forMs = Math.round(this.#parts.clock.monotonic() - this.#trouble.sinceMs);
    this.#parts.log.info({ forMs }, `${this.#parts.what} can be written again`);
    this.#trouble = undefined;
  }

  /** Ends early when the journal closes; from then on attempts follow each other until closing gives up. */
  async #pause(pauseMs: number): Promise<void> {
    const { clock } = this.#parts;
    if (this.isClosing) return clock.sleep(pauseMs);
    try {
      await clock.sleep(pauseMs, this.#closing.signal);
    } catch (error) {
      if (!this.isClosing) throw error;
    }
  }
}
