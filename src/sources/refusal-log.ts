import type { Clock } from '#kit/clock.ts';
import type { Log } from '#kit/log.ts';
import type { Refusal, RefusalReason } from './refusal.ts';

/** A sender that is wrong once is wrong a thousand times a second. */
const quietMs = 60_000;

/** Anybody who scans ports causes these. */
const everyday: ReadonlySet<RefusalReason> = new Set(['method', 'aborted']);

/** Logs what is refused: a warning per reason and minute, all others at debug. */
export class RefusalLog {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #warned = new Map<RefusalReason, { atMs: number; unsaid: number }>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** @param from who sent it, or which file it was in */
  write({ reason, message }: Pick<Refusal, 'reason' | 'message'>, from: object): void {
    const details = { reason, ...from };
    const earlier = this.#warned.get(reason);
    const nowMs = this.#clock.monotonic();
    if (everyday.has(reason) || (earlier && nowMs - earlier.atMs < quietMs)) {
      if (earlier) earlier.unsaid++;
      this.#log.debug(details, message);
      return;
    }
    this.#warned.set(reason, { atMs: nowMs, unsaid: 0 });
    this.#log.warn({ ...details, ...(earlier && { othersSince: earlier.unsaid }) }, message);
  }
}
