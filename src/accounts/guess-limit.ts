import type { Clock } from '#kit/clock.ts';

export interface GuessLimitSettings {
  /** Guesses without any delay. */
  readonly freeGuesses: number;
  /** After the first beyond them; doubled by each further one. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly forgetAfterMs: number;
  /** The oldest are forgotten first, so that memory is bounded. */
  readonly maxKeys: number;
}

/** For one name: somebody who guesses slows everybody down who logs in by it, so the delay stays short. */
export const loginGuesses: GuessLimitSettings = {
  freeGuesses: 5,
  firstDelayMs: 1000,
  maxDelayMs: 60_000,
  forgetAfterMs: 3_600_000,
  maxKeys: 10_000,
};

/** For one address, behind which there may be many people. */
export const addressGuesses: GuessLimitSettings = { ...loginGuesses, freeGuesses: 30 };

interface Guesses {
  readonly count: number;
  readonly lastMs: number;
  readonly openAtMs: number;
}

/** Makes guessing slow. A guess counts as wrong from its beginning, so that many at once are no way around. */
export class GuessLimit {
  readonly #settings: GuessLimitSettings;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #guesses = new Map<string, Guesses>();

  constructor(settings: GuessLimitSettings, clock: Pick<Clock, 'monotonic'>) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** How long to wait before the next guess, 0 for not at all. */
  waitMs(key: string): number {
    return Math.max(0, (this.#of(key)?.openAtMs ?? 0) - this.#clock.monotonic());
  }

  /** Counts a guess, until `forgive`. */
  count(key: string): void {
    const { freeGuesses, firstDelayMs, maxDelayMs, maxKeys } = this.#settings;
    const nowMs = this.#clock.monotonic();
    const count = (this.#of(key)?.count ?? 0) + 1;
    const beyond = count - freeGuesses;
    const delayMs = beyond <= 0 ? 0 : Math.min(firstDelayMs * 2 ** (beyond - 1), maxDelayMs);
    this.#guesses.delete(key);
    this.#guesses.set(key, { count, lastMs: nowMs, openAtMs: nowMs + delayMs });
    if (this.#guesses.size <= maxKeys) return;
    for (const oldest of this.#guesses.keys()) return void this.#guesses.delete(oldest);
  }

  /** It was right. */
  forgive(key: string): void {
    this.#guesses.delete(key);
  }

  #of(key: string): Guesses | undefined {
    const found = this.#guesses.get(key);
    const isOld = found && this.#clock.monotonic() - found.lastMs > this.#settings.forgetAfterMs;
    return isOld ? undefined : found;
  }
}
